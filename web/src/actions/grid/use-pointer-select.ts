/** Selecting with the pointer: click, tick, shift for a range, ctrl or cmd for one more, drag for a rectangle. */
import { type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import { isSelected, select, type SelectedRows, useSelection, withRows } from '@/state/selection'
import { cellAt, type Geometry, rectangle, span } from '@/math/tiles'

const DRAG_FROM = 6

interface Drag {
  readonly start: number
  readonly x: number
  readonly y: number
  readonly rows: SelectedRows
  /** What the drag sets: the inverse of the tile it began on. */
  readonly on: boolean
  moving: boolean
}

/** What a plain click does; a double click always opens, and shift, ctrl or the tick always select. */
export type Click = 'open' | 'tick'

interface PointerSelectOptions {
  readonly grid: Geometry
  readonly total: number
  /** The id of the row at an index, where it is loaded. */
  readonly idAt: (index: number) => number | undefined
  readonly anchor: number
  readonly click: Click
  readonly onCursor: (index: number) => void
  readonly onOpen: (index: number) => void
}

const indexOf = (target: EventTarget | null): number | null => {
  const tile = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return tile === null ? null : Number(tile.dataset.index)
}

const isTick = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[data-tick]') !== null

/** Handlers for the scrolling element of the grid. */
export function usePointerSelect({ grid, total, idAt, anchor, click, onCursor, onOpen }: PointerSelectOptions) {
  const drag = useRef<Drag | null>(null)
  const [dragging, setDragging] = useState(false)

  const ids = (indices: readonly number[]): number[] => indices.map(idAt).filter((id) => id !== undefined)

  const begin = (event: PointerEvent<HTMLElement>): void => {
    const index = indexOf(event.target)
    const id = index === null ? undefined : idAt(index)
    if (event.button !== 0 || index === null || id === undefined) return
    const { rows } = useSelection.getState()
    drag.current = { start: index, x: event.clientX, y: event.clientY, rows, on: !isSelected(rows, id), moving: false }
  }

  const move = (event: PointerEvent<HTMLElement>): void => {
    const held = drag.current
    if (held === null || event.pointerType === 'touch') return
    if (!held.moving) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < DRAG_FROM) return
      held.moving = true
      setDragging(true)
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    const scroller = event.currentTarget
    const box = scroller.getBoundingClientRect()
    scrollAtEdge(scroller, event.clientY, box)
    const { column, row } = cellAt(event.clientX - box.left, event.clientY - box.top + scroller.scrollTop, grid)
    const end = Math.min(row * grid.columns + column, total - 1)
    select(withRows(held.rows, ids(rectangle(held.start, end, grid.columns, total)), held.on))
    onCursor(end)
  }

  const finish = (event: PointerEvent<HTMLElement>): void => {
    const held = drag.current
    drag.current = null
    if (held === null) return
    setDragging(false)
    if (held.moving) return
    press(event, held)
  }

  const press = (event: PointerEvent<HTMLElement>, held: Drag): void => {
    const id = idAt(held.start)
    if (id === undefined) return
    onCursor(held.start)
    if (event.shiftKey) select(withRows(held.rows, ids(span(anchor, held.start)), true))
    else if (click === 'tick' || event.ctrlKey || event.metaKey || isTick(event.target)) select(withRows(held.rows, [id], held.on))
    else onOpen(held.start)
  }

  const open = (event: MouseEvent<HTMLElement>): void => {
    const index = indexOf(event.target)
    if (click === 'tick' && index !== null && !isTick(event.target)) onOpen(index)
  }

  const cancel = (): void => {
    if (drag.current?.moving === true) select(drag.current.rows)
    drag.current = null
    setDragging(false)
  }

  return { dragging, handlers: { onPointerDown: begin, onPointerMove: move, onPointerUp: finish, onPointerCancel: cancel, onDoubleClick: open } }
}

const EDGE = 36

function scrollAtEdge(scroller: HTMLElement, y: number, box: DOMRect): void {
  if (y > box.bottom - EDGE) scroller.scrollTop += 14
  else if (y < box.top + EDGE) scroller.scrollTop -= 14
}
