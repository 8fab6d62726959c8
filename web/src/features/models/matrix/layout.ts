/** Where rows and columns of the matrix lie on the canvas, in CSS pixels. Pure: it knows neither data nor DOM. */
import { clamp } from '@/math/boxes'

/** How large things are before anybody zooms. */
export interface Frame {
  readonly width: number
  readonly height: number
  /** Room for the names of the rows, on the left, and of the columns, on top. */
  readonly headerWidth: number
  readonly headerHeight: number
  readonly rows: number
  readonly columns: number
}

/** Where one looks: 1 is all of it; x and y are how far the cells are scrolled, in CSS pixels. */
export interface Look {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

export const WHOLE: Look = { zoom: 1, x: 0, y: 0 }

export interface Layout extends Frame {
  readonly look: Look
  readonly cellWidth: number
  readonly cellHeight: number
  /** The hairline between cells, none where they are small. */
  readonly gap: number
}

/** No cell grows beyond this: a matrix of few classes does not fill the screen, and zooming ends here. */
export const MOST = { width: 84, height: 36 } as const

const fitted = ({ width, height, headerWidth, headerHeight, rows, columns }: Frame): { width: number; height: number } => ({
  width: Math.min(Math.max(width - headerWidth, 1) / Math.max(columns, 1), MOST.width),
  height: Math.min(Math.max(height - headerHeight, 1) / Math.max(rows, 1), MOST.height),
})

/** The layout of a frame, looked at from somewhere; what lies outside is scrolled back into view. */
export function layoutOf(frame: Frame, look: Look): Layout {
  const cell = fitted(frame)
  const zoom = clamp(look.zoom, 1, Math.max(MOST.width / cell.width, MOST.height / cell.height))
  const cellWidth = Math.min(cell.width * zoom, MOST.width)
  const cellHeight = Math.min(cell.height * zoom, MOST.height)
  const x = clamp(look.x, 0, Math.max(frame.columns * cellWidth - (frame.width - frame.headerWidth), 0))
  const y = clamp(look.y, 0, Math.max(frame.rows * cellHeight - (frame.height - frame.headerHeight), 0))
  const least = Math.min(cellWidth, cellHeight)
  return { ...frame, look: { zoom, x, y }, cellWidth, cellHeight, gap: least >= 20 ? 3 : least >= 7 ? 1 : 0 }
}

/** Zooms by a factor; what lies under the point stays under it. */
export function zoomAt(layout: Layout, point: { readonly x: number; readonly y: number }, factor: number): Look {
  const { look, headerWidth, headerHeight } = layout
  const next = layoutOf(layout, { ...look, zoom: look.zoom * factor })
  const along = (at: number, header: number, scrolled: number, before: number, after: number): number => {
    const inside = Math.max(at - header, 0)
    return ((inside + scrolled) / before) * after - inside
  }
  const x = along(point.x, headerWidth, look.x, layout.cellWidth, next.cellWidth)
  const y = along(point.y, headerHeight, look.y, layout.cellHeight, next.cellHeight)
  return layoutOf(layout, { zoom: next.look.zoom, x, y }).look
}

/** Moves what is seen by so many pixels. */
export function panBy(layout: Layout, dx: number, dy: number): Look {
  const { look } = layout
  return layoutOf(layout, { ...look, x: look.x - dx, y: look.y - dy }).look
}

/** Scrolls no further than needed until the cell is in sight; with `readable` it is zoomed in until its number can be read. */
export function reveal(layout: Layout, row: number, column: number, readable = false): Look {
  const wanted = readable && !isReadable(layout) ? (READABLE.height / layout.cellHeight) * layout.look.zoom : layout.look.zoom
  const next = layoutOf(layout, { ...layout.look, zoom: Math.max(wanted, layout.look.zoom) })
  const within = (scrolled: number, at: number, cell: number, room: number): number =>
    readable && wanted !== layout.look.zoom ? (at + 0.5) * cell - room / 2 : clamp(scrolled, (at + 1) * cell - room, at * cell)
  const x = within(next.look.x, column, next.cellWidth, layout.width - layout.headerWidth)
  const y = within(next.look.y, row, next.cellHeight, layout.height - layout.headerHeight)
  return layoutOf(layout, { zoom: next.look.zoom, x, y }).look
}

const READABLE = { width: 26, height: 16 } as const

/** Is there room for a number in a cell? */
export const isReadable = ({ cellWidth, cellHeight }: Layout): boolean => cellWidth >= READABLE.width && cellHeight >= READABLE.height

/** The canvas pixels of a cell, without its gap. */
export function cellBox({ headerWidth, headerHeight, cellWidth, cellHeight, gap, look }: Layout, row: number, column: number) {
  const left = headerWidth + column * cellWidth - look.x
  const top = headerHeight + row * cellHeight - look.y
  return { x: left, y: top, w: Math.max(cellWidth - gap, 1), h: Math.max(cellHeight - gap, 1) }
}

/** What lies under a point: a cell, a whole row or column by its header; null for the corner and beyond the matrix. */
export interface Hit {
  readonly row: number | null
  readonly column: number | null
}

export function hitTest(layout: Layout, x: number, y: number): Hit | null {
  const { headerWidth, headerHeight, look } = layout
  const column = x < headerWidth ? null : Math.floor((x - headerWidth + look.x) / layout.cellWidth)
  const row = y < headerHeight ? null : Math.floor((y - headerHeight + look.y) / layout.cellHeight)
  if (row === null && column === null) return null
  if ((row !== null && row >= layout.rows) || (column !== null && column >= layout.columns)) return null
  return { row, column }
}

/** The first and the last line in sight. */
export function inSight(layout: Layout): { readonly rows: readonly [number, number]; readonly columns: readonly [number, number] } {
  const { look, cellWidth, cellHeight } = layout
  const range = (scrolled: number, cell: number, room: number, count: number): [number, number] => [
    clamp(Math.floor(scrolled / cell), 0, Math.max(count - 1, 0)),
    clamp(Math.ceil((scrolled + room) / cell) - 1, 0, Math.max(count - 1, 0)),
  ]
  return {
    rows: range(look.y, cellHeight, layout.height - layout.headerHeight, layout.rows),
    columns: range(look.x, cellWidth, layout.width - layout.headerWidth, layout.columns),
  }
}

/** The height that the whole matrix would like to have. */
export const naturalHeight = (rows: number, headerHeight: number): number => headerHeight + rows * MOST.height

/** Which lines have their names written when lines are thinner than writing: every n-th, always the first. */
export const nameStep = (cell: number, writing: number): number => Math.max(1, Math.ceil(writing / cell))
