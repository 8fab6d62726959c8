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
  /** The last so many rows and columns, beside the classes, stay in sight and are never thin. */
  readonly extraRows: number
  readonly extraColumns: number
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
  /** Sizes of the cells of extra columns and rows. */
  readonly extraWidth: number
  readonly extraHeight: number
  /** How much room the cells of the classes take; the extra ones follow. */
  readonly bodyWidth: number
  readonly bodyHeight: number
  /** The hairline between cells, none where they are small. */
  readonly gap: number
}

/** No cell grows beyond this: a matrix of few classes does not fill the screen, and zooming ends here. */
export const MOST = { width: 84, height: 36 } as const

/** No extra row or column is thinner. */
const LEAST = 18

/** The size of a cell when all of them are in sight: `count` cells, the last `extra` of which are never thin. */
function fitted(room: number, count: number, extra: number, most: number): number {
  const even = Math.max(room, 1) / Math.max(count, 1)
  return Math.min(even >= LEAST ? even : Math.max(room - extra * LEAST, 1) / Math.max(count - extra, 1), most)
}

/** The layout of a frame, looked at from somewhere; what lies outside is scrolled back into view. */
export function layoutOf(frame: Frame, look: Look): Layout {
  const room = { width: frame.width - frame.headerWidth, height: frame.height - frame.headerHeight }
  const width = fitted(room.width, frame.columns, frame.extraColumns, MOST.width)
  const height = fitted(room.height, frame.rows, frame.extraRows, MOST.height)
  const zoom = clamp(look.zoom, 1, Math.max(MOST.width / width, MOST.height / height))
  const cellWidth = Math.min(width * zoom, MOST.width)
  const cellHeight = Math.min(height * zoom, MOST.height)
  const [extraWidth, extraHeight] = [Math.max(cellWidth, LEAST), Math.max(cellHeight, LEAST)]
  const [wide, high] = [(frame.columns - frame.extraColumns) * cellWidth, (frame.rows - frame.extraRows) * cellHeight]
  const bodyWidth = Math.min(wide, Math.max(room.width - frame.extraColumns * extraWidth, 1))
  const bodyHeight = Math.min(high, Math.max(room.height - frame.extraRows * extraHeight, 1))
  const x = clamp(look.x, 0, wide - bodyWidth)
  const y = clamp(look.y, 0, high - bodyHeight)
  const least = Math.min(cellWidth, cellHeight)
  return { ...frame, look: { zoom, x, y }, cellWidth, cellHeight, extraWidth, extraHeight, bodyWidth, bodyHeight, gap: least >= 20 ? 3 : least >= 7 ? 1 : 0 }
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
  const zooms = readable && !isReadable(layout)
  const zoom = zooms ? Math.max(READABLE.height / layout.cellHeight, READABLE.width / layout.cellWidth) * layout.look.zoom : layout.look.zoom
  const next = layoutOf(layout, { ...layout.look, zoom })
  const within = (scrolled: number, at: number, cell: number, room: number): number =>
    zooms ? (at + 0.5) * cell - room / 2 : clamp(scrolled, (at + 1) * cell - room, at * cell)
  // Extra lines are always in sight.
  const x = column >= layout.columns - layout.extraColumns ? next.look.x : within(next.look.x, column, next.cellWidth, next.bodyWidth)
  const y = row >= layout.rows - layout.extraRows ? next.look.y : within(next.look.y, row, next.cellHeight, next.bodyHeight)
  return layoutOf(layout, { zoom: next.look.zoom, x, y }).look
}

const READABLE = { width: 26, height: 16 } as const

/** Is there room for a number in a cell? */
export const isReadable = ({ cellWidth, cellHeight }: Layout): boolean => cellWidth >= READABLE.width && cellHeight >= READABLE.height

/** The canvas pixels of a cell, without its gap. */
export function cellBox(layout: Layout, row: number, column: number): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } {
  const across = lineAt(column, layout.columns - layout.extraColumns, layout.look.x, layout.cellWidth, layout.bodyWidth, layout.extraWidth)
  const down = lineAt(row, layout.rows - layout.extraRows, layout.look.y, layout.cellHeight, layout.bodyHeight, layout.extraHeight)
  return {
    x: layout.headerWidth + across.start,
    y: layout.headerHeight + down.start,
    w: Math.max(across.size - layout.gap, 1),
    h: Math.max(down.size - layout.gap, 1),
  }
}

function lineAt(index: number, classes: number, scrolled: number, cell: number, body: number, extra: number): { readonly start: number; readonly size: number } {
  return index < classes ? { start: index * cell - scrolled, size: cell } : { start: body + (index - classes) * extra, size: extra }
}

/** What lies under a point: a cell, a whole row or column by its header; null for the corner and beyond the matrix. */
export interface Hit {
  readonly row: number | null
  readonly column: number | null
}

export function hitTest(layout: Layout, x: number, y: number): Hit | null {
  const { headerWidth, headerHeight, look } = layout
  const column = x < headerWidth ? null : indexAt(x - headerWidth, layout.columns - layout.extraColumns, look.x, layout.cellWidth, layout.bodyWidth, layout.extraWidth)
  const row = y < headerHeight ? null : indexAt(y - headerHeight, layout.rows - layout.extraRows, look.y, layout.cellHeight, layout.bodyHeight, layout.extraHeight)
  if (row === null && column === null) return null
  if ((row !== null && row >= layout.rows) || (column !== null && column >= layout.columns)) return null
  return { row, column }
}

function indexAt(at: number, classes: number, scrolled: number, cell: number, body: number, extra: number): number {
  return at < body ? Math.min(Math.floor((at + scrolled) / cell), classes - 1) : classes + Math.floor((at - body) / extra)
}

/** The lines of classes in sight; the extra ones always are. */
export function inSight(layout: Layout): { readonly rows: readonly number[]; readonly columns: readonly number[] } {
  return {
    rows: seen(layout.rows, layout.extraRows, layout.look.y, layout.cellHeight, layout.bodyHeight),
    columns: seen(layout.columns, layout.extraColumns, layout.look.x, layout.cellWidth, layout.bodyWidth),
  }
}

function seen(count: number, extra: number, scrolled: number, cell: number, body: number): number[] {
  const classes = count - extra
  const first = Math.max(Math.floor(scrolled / cell + 1e-9), 0)
  const last = Math.min(Math.ceil((scrolled + body) / cell - 1e-9), classes) - 1
  const lines = Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index)
  return [...lines, ...Array.from({ length: extra }, (_, index) => classes + index)]
}

/** The height that the whole matrix would like to have. */
export const naturalHeight = (rows: number, headerHeight: number): number => headerHeight + rows * MOST.height

/** Which lines have their names written when lines are thinner than writing: every n-th, always the first. */
export const nameStep = (cell: number, writing: number): number => Math.max(1, Math.ceil(writing / cell))
