import { type ReactNode, useCallback, useMemo } from 'react'
import { TileGrid } from '@/actions/grid/tile-grid'
import { WaitingTile } from '@/actions/grid/waiting-grid'
import { THUMBNAIL_SIZES, type ThumbnailSize } from '@/api/transport/transport'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { useClasses } from '@/state/current'
import { usePlace } from '@/state/place'
import type { ResultSpec } from '../spec'
import type { Results } from '../use-results'
import { useOpenResult } from '../use-results'
import { ImageTile } from './image-tile'
import { rowId } from './item'
import { ObjectTile } from './object-tile'
import type { Drawn } from './outlines'

interface GridProps {
  readonly results: Results
  readonly total: number
  /** Wished side of a tile in CSS pixels. */
  readonly tileSize: number
  /** Says that the pictures on screen of this list are there. */
  readonly onThere: (list: ResultSpec) => void
}

/** The smallest thumbnail that is sharp at this size on this screen. */
export function thumbnailFor(side: number, pixelRatio: number): ThumbnailSize {
  return THUMBNAIL_SIZES.find((size) => size >= side * Math.min(pixelRatio, 2)) ?? 1024
}

/** Images, labels or predictions as tiles. */
export function Grid({ results, total, tileSize, onThere }: GridProps) {
  const { item, show, spec, isThere } = results
  const open = useOpenResult(results)
  const tile = useTile(spec.run !== null, total)
  const idAt = useCallback((index: number) => {
    const row = item(index)
    return row === undefined ? undefined : rowId(row)
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
      click="open"
      onOpen={open}
      tile={(index, current, side) => tile(item(index), index, current, side)}
    />
  )
}

/** Draws one tile of whatever level; a block of its size while it is under way. */
function useTile(hasRun: boolean, total: number) {
  const classes = useClasses()
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const drawn: Drawn = useMemo(() => ({ labels, predictions, confidence }), [labels, predictions, confidence])
  return (row: SearchItem | undefined, index: number, current: boolean, side: number): ReactNode => {
    const shared = { index, total, current, size: thumbnailFor(side, window.devicePixelRatio), classes }
    if (row === undefined) return <WaitingTile key={`waiting-${index}`} side={side} />
    if (isImageItem(row)) return <ImageTile key={row.id} item={row} drawn={drawn} hasRun={hasRun} {...shared} />
    if (isObjectItem(row)) return <ObjectTile key={row.object.id} item={row} {...shared} />
    return null
  }
}
