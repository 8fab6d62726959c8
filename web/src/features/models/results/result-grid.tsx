import { useCallback } from 'react'
import { TileGrid } from '@/actions/grid/tile-grid'
import { WaitingTile } from '@/actions/grid/waiting-grid'
import { useClasses } from '@/state/current'
import { usePlace } from '@/state/place'
import { useTileSize } from '@/state/tile-size'
import { rowKey, type ResultList } from './result-list'
import { noteSide } from './result-pictures'
import { ResultTile } from './result-tile'
import { type Results, useOpenResult } from './use-results'

interface ResultGridProps {
  readonly results: Results
  readonly total: number
  /** Says that the pictures on screen of this list are there. */
  readonly onThere: (list: ResultList) => void
}

/** Results as patches: a click ticks, a double click opens the image. */
export function ResultGrid({ results, total, onThere }: ResultGridProps) {
  const { item, show, spec, isThere } = results
  const tileSize = useTileSize((state) => state.size)
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const classes = useClasses()
  const open = useOpenResult(results)
  const idAt = useCallback((index: number) => {
    const row = item(index)
    return row === undefined ? undefined : rowKey(row)
  }, [item])
  return (
    <TileGrid
      list={spec}
      total={total}
      tileSize={tileSize}
      idAt={idAt}
      onShow={show}
      onThere={useCallback(() => onThere(spec), [onThere, spec])}
      isThere={isThere}
      click="tick"
      onOpen={open}
      tile={(index, current, side) => {
        noteSide(side)
        const row = item(index)
        if (row === undefined) return <WaitingTile key={`waiting-${index}`} side={side} />
        return <ResultTile key={rowKey(row)} item={row} side={side} {...{ index, total, current, classes, labels, predictions }} />
      }}
    />
  )
}
