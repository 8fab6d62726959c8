/** Where tiles lie in the grid, in CSS pixels of its content. */

export const GAP = 12
export const PADDING = 16
export const CAPTION = 27

export interface Geometry {
  readonly columns: number
  readonly rows: number
  /** Side of the square picture of a tile. */
  readonly side: number
  /** From the top of one row to the top of the next. */
  readonly rowHeight: number
}

/** As many tiles of about `wished` pixels as fit into `width`, made a little larger to fill the row. */
export function geometry(width: number, wished: number, total: number): Geometry {
  const inner = Math.max(width - 2 * PADDING, 1)
  const columns = Math.max(1, Math.floor((inner + GAP) / (wished + GAP)))
  const side = Math.max(Math.floor((inner - (columns - 1) * GAP) / columns), 1)
  return { columns, rows: Math.ceil(total / columns), side, rowHeight: side + CAPTION + GAP }
}

/** Column and row under a point of the grid's content, clamped to the grid; also where the point lies in a gap. */
export function cellAt(x: number, y: number, grid: Geometry): { column: number; row: number } {
  const column = Math.floor((x - PADDING + GAP / 2) / (grid.side + GAP))
  const row = Math.floor((y - PADDING + GAP / 2) / grid.rowHeight)
  const within = (value: number, count: number): number => Math.min(Math.max(value, 0), Math.max(count - 1, 0))
  return { column: within(column, grid.columns), row: within(row, grid.rows) }
}

/** The indices of the rectangle of tiles between two corners, in reading order. */
export function rectangle(from: number, to: number, columns: number, total: number): number[] {
  const [top, bottom] = [Math.floor(from / columns), Math.floor(to / columns)].sort((a, b) => a - b) as [number, number]
  const [left, right] = [from % columns, to % columns].sort((a, b) => a - b) as [number, number]
  const indices: number[] = []
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const index = row * columns + column
      if (index < total) indices.push(index)
    }
  }
  return indices
}

/** The indices between two, both included. */
export function span(from: number, to: number): number[] {
  const low = Math.min(from, to)
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => low + index)
}

export type CursorMove = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'

/** Where the cursor goes; it never leaves the grid, and up or down from an end row stays where it is. */
export function moveCursor(index: number, move: CursorMove, grid: Geometry, view: { total: number; visibleRows: number }): number {
  const { total } = view
  if (total === 0) return 0
  const page = Math.max(view.visibleRows, 1) * grid.columns
  const step: Record<CursorMove, number> = {
    left: -1,
    right: 1,
    up: -grid.columns,
    down: grid.columns,
    pageUp: -page,
    pageDown: page,
    first: -index,
    last: total - 1 - index,
  }
  const next = index + step[move]
  if (next >= 0 && next < total) return next
  if (move === 'down' && Math.floor(index / grid.columns) < grid.rows - 1) return total - 1
  if (move === 'up' || move === 'down') return index
  return Math.min(Math.max(next, 0), total - 1)
}
