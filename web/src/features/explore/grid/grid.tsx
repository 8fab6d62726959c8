import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { THUMBNAIL_SIZES, type ThumbnailSize } from '@/api/transport/transport'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { useSize } from '@/lib/use-size'
import { useClasses } from '@/state/current'
import { usePlace } from '@/state/place'
import { useSelection } from '@/state/selection'
import { useSequence } from '@/state/sequence'
import type { ResultSpec } from '../spec'
import type { Results } from '../use-results'
import { useOpenRow } from '../use-sequence-of'
import { geometry } from './geometry'
import styles from './grid.module.css'
import { ImageTile } from './image-tile'
import { rowId } from './item'
import { ObjectTile } from './object-tile'
import type { Drawn } from './outlines'
import { useGridActions } from './use-grid-actions'
import { useGridWindow } from './use-grid-window'
import { usePicturesThere } from './use-pictures-there'
import { usePointerSelect } from './use-pointer-select'
import { WaitingTile } from './waiting-grid'

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

/** A window onto any number of tiles. */
export function Grid({ results, total, tileSize, onThere }: GridProps) {
  const { item, show, spec } = results
  const [sizeRef, size] = useSize()
  const scroller = useRef<HTMLElement | null>(null)
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element
      return sizeRef(element)
    },
    [sizeRef],
  )
  const grid = useMemo(() => geometry(size.width, tileSize, total), [size.width, tileSize, total])
  const virtual = useGridWindow({ scroller, grid, total, list: spec, onShow: show, ahead: results.isThere })
  usePicturesThere(scroller, spec, size.width > 0 && item(0) !== undefined, useCallback(() => onThere(spec), [onThere, spec]))
  const { cursor, setCursor, anchor, setAnchor, opened } = useCursor(spec, total)
  const { columns } = grid
  useEffect(() => {
    if (opened !== null) virtual.scrollToIndex(Math.floor(opened / columns), { align: 'auto' })
  }, [virtual, opened, columns])
  const open = useOpenRow(spec, total)
  const idAt = useCallback((index: number) => {
    const row = item(index)
    return row === undefined ? undefined : rowId(row)
  }, [item])
  const moveTo = (index: number): void => {
    setCursor(index)
    virtual.scrollToIndex(Math.floor(index / grid.columns), { align: 'auto' })
  }
  const { dragging, handlers } = usePointerSelect({
    grid,
    total,
    idAt,
    anchor,
    onCursor: (index) => {
      setCursor(index)
      setAnchor(index)
    },
    onOpen: (index) => void open(index),
  })
  useGridActions({ grid, total, size, level: spec.level, cursor, anchor, idAt, onMove: moveTo, onAnchor: setAnchor, onOpen: open })
  const selecting = useSelection((state) => state.rows.all || state.rows.ids.size > 0)
  const tile = useTile(spec.run !== null, thumbnailFor(grid.side, window.devicePixelRatio), total)
  return (
    <div
      ref={attach}
      className={classNames(styles.scroller, dragging && styles.dragging)}
      role="listbox"
      aria-multiselectable="true"
      aria-label="Results"
      aria-activedescendant={cursor === null ? undefined : `tile-${cursor}`}
      tabIndex={0}
      data-selecting={selecting}
      {...handlers}
    >
      <div className={styles.content} style={{ height: virtual.getTotalSize() }}>
        {size.width > 0 &&
          virtual.getVirtualItems().map((row) => (
            <div
              key={row.key}
              className={styles.row}
              role="presentation"
              style={{ transform: `translateY(${row.start}px)`, gridTemplateColumns: `repeat(${grid.columns}, ${grid.side}px)` }}
            >
              {columnsOf(row.index, grid.columns, total).map((index) => tile(item(index), index, index === cursor, grid.side))}
            </div>
          ))}
      </div>
    </div>
  )
}

function columnsOf(row: number, columns: number, total: number): number[] {
  return Array.from({ length: Math.min(columns, total - row * columns) }, (_, column) => row * columns + column)
}

interface CursorState {
  readonly list: unknown
  readonly cursor: number | null
  /** Where a range begins. */
  readonly anchor: number
  /** The place of the open image that the cursor went to last. */
  readonly followed: number | null
}

/** The tile that is current for the keyboard; it follows the open image, and starts anew with another question. */
function useCursor(list: unknown, total: number) {
  const [state, setState] = useState<CursorState>({ list, cursor: null, anchor: 0, followed: null })
  const isOpen = usePlace((place) => place.image !== null)
  const sequence = useSequence((known) => known.sequence?.index ?? null)
  const opened = isOpen ? sequence : null
  if (state.list !== list) setState({ list, cursor: null, anchor: 0, followed: opened })
  else if (state.followed !== opened) {
    setState({ ...state, followed: opened, ...(opened !== null && { cursor: opened, anchor: opened }) })
  }
  return {
    opened,
    cursor: state.cursor !== null && state.cursor < total ? state.cursor : null,
    anchor: state.anchor,
    setCursor: (cursor: number) => setState((old) => ({ ...old, cursor })),
    setAnchor: (anchor: number) => setState((old) => ({ ...old, anchor })),
  }
}

/** Draws one tile of whatever level; a block of its size while it is under way. */
function useTile(hasRun: boolean, thumbnail: ThumbnailSize, total: number) {
  const classes = useClasses()
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const drawn: Drawn = useMemo(() => ({ labels, predictions, confidence }), [labels, predictions, confidence])
  return (row: SearchItem | undefined, index: number, current: boolean, side: number): ReactNode => {
    const shared = { index, total, current, size: thumbnail, classes }
    if (row === undefined) return <WaitingTile key={`waiting-${index}`} side={side} />
    if (isImageItem(row)) return <ImageTile key={row.id} item={row} drawn={drawn} hasRun={hasRun} {...shared} />
    if (isObjectItem(row)) return <ObjectTile key={row.object.id} item={row} {...shared} />
    return null
  }
}
