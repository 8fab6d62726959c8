import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Action } from '@/actions/action'
import { classNames } from '@/lib/class-names'
import { useSize } from '@/lib/use-size'
import { geometry } from '@/math/tiles'
import { useSelection } from '@/state/selection'
import styles from './grid.module.css'
import { useCursor } from './use-cursor'
import { useGridActions } from './use-grid-actions'
import { useGridWindow } from './use-grid-window'
import { usePicturesThere } from './use-pictures-there'
import { type Click, usePointerSelect } from './use-pointer-select'

interface TileGridProps {
  /** The question; another one starts at the top. */
  readonly list: unknown
  readonly total: number
  /** Wished side of a tile in CSS pixels. */
  readonly tileSize: number
  /** What is selected by a row, where it is loaded. */
  readonly idAt: (index: number) => number | undefined
  /** Says which rows are on screen. */
  readonly onShow: (first: number, last: number) => void
  /** Says that the pictures on screen are there. */
  readonly onThere: () => void
  /** Are they? Then the rows beyond the screen are drawn too. */
  readonly isThere: boolean
  /** What a click on a tile does. */
  readonly click: Click
  readonly onOpen: (index: number) => void
  /** What else can be done with the row under the cursor. */
  readonly more?: (id: number) => readonly Action[]
  /** Draws one tile; its key is the caller's. */
  readonly tile: (index: number, current: boolean, side: number) => ReactNode
}

const NO_MORE = (): readonly Action[] => []

/** A window onto any number of tiles, with a cursor, a selection, and a key for everything. */
export function TileGrid({ list, total, tileSize, idAt, onShow, onThere, isThere, click, onOpen, more = NO_MORE, tile }: TileGridProps) {
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
  const virtual = useGridWindow({ scroller, grid, total, list, onShow, ahead: isThere })
  usePicturesThere(scroller, list, size.width > 0 && idAt(0) !== undefined, onThere)
  const { cursor, setCursor, anchor, setAnchor, opened } = useCursor(list, total)
  const { columns } = grid
  useEffect(() => {
    if (opened !== null) virtual.scrollToIndex(Math.floor(opened / columns), { align: 'auto' })
  }, [virtual, opened, columns])
  const moveTo = (index: number): void => {
    setCursor(index)
    virtual.scrollToIndex(Math.floor(index / columns), { align: 'auto' })
  }
  const setBoth = (index: number): void => {
    setCursor(index)
    setAnchor(index)
  }
  const { dragging, handlers } = usePointerSelect({ grid, total, idAt, anchor, click, onCursor: setBoth, onOpen })
  useGridActions({ grid, total, size, cursor, anchor, idAt, onMove: moveTo, onAnchor: setAnchor, onOpen, more })
  const selecting = useSelection((state) => state.rows.all || state.rows.ids.size > 0)
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
              style={{ transform: `translateY(${row.start}px)`, gridTemplateColumns: `repeat(${columns}, ${grid.side}px)` }}
            >
              {columnsOf(row.index, columns, total).map((index) => tile(index, index === cursor, grid.side))}
            </div>
          ))}
      </div>
    </div>
  )
}

function columnsOf(row: number, columns: number, total: number): number[] {
  return Array.from({ length: Math.min(columns, total - row * columns) }, (_, column) => row * columns + column)
}
