import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { type Geometry, PADDING } from '@/math/tiles'

interface WindowOptions {
  readonly scroller: React.RefObject<HTMLElement | null>
  readonly grid: Geometry
  readonly total: number
  /** Changes with the question: the grid then starts from its top. */
  readonly list: unknown
  readonly onShow: (first: number, last: number) => void
  /** Draw also what lies a little beyond the screen? */
  readonly ahead: boolean
}

/** The rows of tiles that are on screen, and a few beyond. */
export function useGridWindow({ scroller, grid, total, list, onShow, ahead }: WindowOptions) {
  // TanStack Virtual hands out functions that the React compiler could not remember; this app does not use that compiler.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: grid.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => grid.rowHeight,
    overscan: ahead ? 2 : 0,
    paddingStart: PADDING,
    paddingEnd: 80,
  })
  const rows = virtual.getVirtualItems()
  const first = (rows[0]?.index ?? 0) * grid.columns
  const last = Math.min(((rows.at(-1)?.index ?? 0) + 1) * grid.columns, total) - 1
  useEffect(() => onShow(first, Math.max(last, first)), [first, last, onShow])

  // The first tile in view stays in view when tiles change their size.
  const top = useRef(0)
  const before = useRef({ columns: grid.columns, rowHeight: grid.rowHeight })
  useLayoutEffect(() => {
    const { columns, rowHeight } = before.current
    before.current = { columns: grid.columns, rowHeight: grid.rowHeight }
    virtual.measure()
    if (columns === grid.columns && rowHeight === grid.rowHeight) return
    const index = Math.round(Math.max(top.current - PADDING, 0) / rowHeight) * columns
    virtual.scrollToOffset(index === 0 ? 0 : Math.floor(index / grid.columns) * grid.rowHeight + PADDING)
  }, [virtual, grid.columns, grid.rowHeight])
  const offset = virtual.scrollOffset ?? 0
  useEffect(() => {
    top.current = offset
  }, [offset])
  const shown = useRef(list)
  useLayoutEffect(() => {
    if (shown.current === list) return
    shown.current = list
    if (top.current > 0) virtual.scrollToOffset(0)
  }, [virtual, list])
  return virtual
}
