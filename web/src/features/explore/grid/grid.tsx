import { type PointerEvent, type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { ALIKE_KEYS, useFindLookAlikes } from '@/actions/find-look-alikes'
import { TileGrid } from '@/actions/grid/tile-grid'
import { WaitingTile } from '@/actions/grid/waiting-grid'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { PAGE_SIZE, pagesFor } from '@/lib/row-pages'
import { useClasses } from '@/state/current'
import { forgetOnScreen, pointAt, showSorted, useOnScreen } from '@/state/on-screen'
import { usePlace } from '@/state/place'
import { noteSize, thumbnailFor } from '../row-pictures'
import type { ResultSpec } from '../spec'
import { sortFieldOf } from '@/actions/fields/sort-fields'
import { useSortGroups } from '@/actions/fields/use-sort-groups'
import type { Results } from '../use-results'
import { useOpenResult } from '../use-results'
import { ImageTile } from './image-tile'
import { rowId, sortValue } from '@/actions/grid/row-item'
import { ObjectTile } from './object-tile'
import type { Drawn } from './outlines'
import styles from './tile.module.css'
import { type RowFacts, useRowFacts } from './use-row-facts'

interface GridProps {
  readonly results: Results
  readonly total: number
  /** Wished side of a tile in CSS pixels. */
  readonly tileSize: number
  /** Says that the pictures on screen of this list are there. */
  readonly onThere: (list: ResultSpec) => void
}

/** Images, labels or predictions as tiles. */
export function Grid({ results, total, tileSize, onThere }: GridProps) {
  const { item, show, spec, isThere } = results
  const open = useOpenResult(results)
  const [range, setRange] = useState<Range>([0, 0])
  const facts = useFactsOnScreen(results, range)
  const tile = useTile(spec, total)
  const findLookAlikes = useFindLookAlikes()
  const idAt = useCallback((index: number) => {
    const row = item(index)
    return row === undefined ? undefined : rowId(row)
  }, [item])
  const onShow = useCallback(
    (first: number, last: number) => {
      show(first, last)
      setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]))
    },
    [show],
  )
  const [pointed, setPointed] = useState<number | null>(null)
  const values = pointed === null ? undefined : facts.get(pointed)?.values
  useEffect(() => {
    if (values !== undefined) pointAt(values)
  }, [values])
  const point = (event: PointerEvent): void => {
    const index = (event.target as Element).closest('[data-index]')?.getAttribute('data-index')
    setPointed(index == null ? null : (idAt(Number(index)) ?? null))
    if (index == null) pointAt(null)
  }
  const leave = (): void => {
    setPointed(null)
    pointAt(null)
  }
  return (
    <div className={styles.around} onPointerOver={point} onPointerLeave={leave}>
      <TileGrid
        list={spec}
        total={total}
        tileSize={tileSize}
        idAt={idAt}
        onShow={onShow}
        onThere={useCallback(() => onThere(spec), [onThere, spec])}
        isThere={isThere}
        click="open"
        onOpen={open}
        more={(id) => [{ id: 'grid.alike', label: 'Find look-alikes', group: 'Grid', keys: [ALIKE_KEYS], keywords: 'similar neighbours like this', perform: () => findLookAlikes(spec.level, [id]) }]}
        tile={(index, current, side) => {
          const row = item(index)
          return tile(row, index, current, side, row === undefined ? undefined : facts.get(rowId(row)))
        }}
      />
    </div>
  )
}

type Range = readonly [number, number]

/** Says where the list stands in what it is sorted by, and asks what else is known of the rows on screen. */
function useFactsOnScreen({ item, spec, total, isThere }: Results, range: Range): ReadonlyMap<number, RowFacts> {
  const watched = useOnScreen((state) => state.watched)
  const pages = pagesFor(range, total ?? 0, false).map((page) =>
    Array.from({ length: PAGE_SIZE }, (_, at) => item(page * PAGE_SIZE + at)).flatMap((row) => (row === undefined ? [] : [rowId(row)])),
  )
  const [first, last] = range.map((index) => sortValue(item(index)))
  const field = spec.sort
  useEffect(() => {
    const known = field !== null && typeof first === 'number' && typeof last === 'number'
    showSorted(known ? { field, range: [Math.min(first, last), Math.max(first, last)] } : null)
  }, [field, first, last])
  useEffect(() => forgetOnScreen, [])
  return useRowFacts(spec, pages.filter((ids) => ids.length > 0), watched, isThere)
}

/** Draws one tile of whatever level; a block of its size while it is under way. */
function useTile(spec: ResultSpec, total: number) {
  const classes = useClasses()
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const drawn: Drawn = useMemo(() => ({ labels, predictions, confidence }), [labels, predictions, confidence])
  const sorted = sortFieldOf(useSortGroups(spec), spec.sort)
  return (row: SearchItem | undefined, index: number, current: boolean, side: number, facts: RowFacts | undefined): ReactNode => {
    const size = thumbnailFor(side, window.devicePixelRatio)
    noteSize(size)
    const shared = { index, total, current, size, classes, sorted, facts }
    if (row === undefined) return <WaitingTile key={`waiting-${index}`} side={side} />
    if (isImageItem(row)) return <ImageTile key={row.id} item={row} drawn={drawn} hasRun={spec.run !== null} {...shared} />
    if (isObjectItem(row)) return <ObjectTile key={row.object.id} item={row} {...shared} />
    return null
  }
}
