/** Draws the matrix onto a 2D context that is scaled to CSS pixels; knows nothing of React. */
import { CLASS_INK } from '@/lib/palette'
import { shortNumber } from '@/lib/words'
import type { Lit } from '../cells/cells-text'
import type { Lines } from './arrangement'
import { DEGREES, degreeOf, mix, type Palette, ramp } from './colours'
import { CHIP, fitText, FONT } from './headers'
import { cellBox, type Hit, inSight, isReadable, type Layout, nameStep } from './layout'
import { columnName, isCorner, type Matrix, rowName, type Share, shareOf } from './matrix'

export interface Drawing {
  readonly layout: Layout
  readonly matrix: Matrix
  readonly lines: Lines
  readonly share: Share
  readonly lit: Lit
  readonly palette: Palette
  readonly upright: boolean
  /** Colour and letter of the class at a place. */
  readonly mark: (place: number) => { readonly colour: string; readonly mark: string }
  readonly pointed: Hit | null
  /** Where the keyboard stands; null while the matrix has no focus. */
  readonly cursor: Hit | null
}

type Context = CanvasRenderingContext2D

/** All of the matrix, anew. */
export function drawMatrix(context: Context, drawing: Drawing): void {
  const { layout, palette } = drawing
  context.clearRect(0, 0, layout.width, layout.height)
  context.font = FONT
  context.textBaseline = 'middle'
  for (const part of partsOf(layout)) {
    clipTo(context, part, () => {
      drawGround(context, drawing, part)
      drawFilled(context, drawing, part)
      drawLit(context, drawing, part)
      if (isReadable(layout)) drawNumbers(context, drawing, part)
    })
  }
  if (drawing.pointed !== null) outline(context, layout, drawing.pointed, palette.quiet, 1.5)
  if (drawing.cursor !== null) outline(context, layout, drawing.cursor, palette.ink, 2)
  drawRowNames(context, drawing)
  drawColumnNames(context, drawing)
}

/** A part of the canvas, with the lines that are seen in it. */
interface Part {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly rows: readonly number[]
  readonly columns: readonly number[]
}

/** Classes against classes scroll beneath what stands beside them: four parts, each drawn within its bounds. */
function partsOf(layout: Layout): Part[] {
  const { rows, columns } = inSight(layout)
  const down = halves(rows, layout.rows - layout.extraRows, layout.headerHeight, layout.bodyHeight, layout.height)
  const across = halves(columns, layout.columns - layout.extraColumns, layout.headerWidth, layout.bodyWidth, layout.width)
  return down.flatMap(({ lines, start, size }) => across.map((side) => ({ x: side.start, y: start, w: side.size, h: size, rows: lines, columns: side.lines })))
}

function halves(lines: readonly number[], classes: number, header: number, body: number, whole: number) {
  return [
    { lines: lines.filter((line) => line < classes), start: header, size: body },
    { lines: lines.filter((line) => line >= classes), start: header + body, size: whole - header - body },
  ]
}

/** Calls `each` for every cell of the part, with its place in the matrix. */
function forSeen({ lines }: Drawing, part: Part, each: (row: number, column: number, shownRow: number, shownColumn: number) => void): void {
  for (const r of part.rows) {
    for (const c of part.columns) each(lines.rows[r] ?? 0, lines.columns[c] ?? 0, r, c)
  }
}

/** Calls `each` for every cell of the part that has something in it. */
function forFilled({ lines, matrix }: Drawing, part: Part, each: (row: number, column: number, shownRow: number, shownColumn: number) => void): void {
  const [rowAt, columnAt] = [shownAt(lines.rows, part.rows), shownAt(lines.columns, part.columns)]
  for (const { row, column } of matrix.filled) {
    const [r, c] = [rowAt.get(row), columnAt.get(column)]
    if (r !== undefined && c !== undefined) each(row, column, r, c)
  }
}

const shownAt = (places: readonly number[], shown: readonly number[]): Map<number, number> => new Map(shown.map((at) => [places[at] ?? 0, at]))

function fillCell(context: Context, layout: Layout, row: number, column: number): void {
  const { x, y, w, h } = cellBox(layout, row, column)
  if (layout.gap < 3) return context.fillRect(x, y, w, h)
  context.beginPath()
  context.roundRect(x, y, w, h, 4)
  context.fill()
}

function drawGround(context: Context, drawing: Drawing, part: Part): void {
  const { layout, palette, matrix } = drawing
  context.fillStyle = palette.empty
  if (layout.gap > 0) {
    forSeen(drawing, part, (row, column, r, c) => {
      if (!isCorner(matrix, row, column)) fillCell(context, layout, r, c)
    })
  } else if (!isCorner(matrix, drawing.lines.rows[part.rows[0] ?? 0] ?? 0, drawing.lines.columns[part.columns[0] ?? 0] ?? 0)) {
    // A hairline keeps what stands beside the classes apart from them.
    context.fillRect(part.x + 1, part.y + 1, part.w, part.h)
  }
}

/** Cells with something in them, the coolest first: where cells are thinner than a pixel, the warmest is seen. */
function drawFilled(context: Context, drawing: Drawing, part: Part): void {
  const { layout, matrix, share, palette } = drawing
  const degrees: [number, number][][] = Array.from({ length: DEGREES + 1 }, () => [])
  forFilled(drawing, part, (row, column, r, c) => degrees[degreeOf(shareOf(matrix, share, row, column))]?.push([r, c]))
  const colours = ramp(palette)
  degrees.forEach((cells, degree) => {
    context.fillStyle = colours[degree] ?? palette.heat
    for (const [r, c] of cells) fillCell(context, layout, r, c)
  })
}

function drawLit(context: Context, drawing: Drawing, part: Part): void {
  const { layout, lit, palette, matrix } = drawing
  if (lit.text === '') return
  if (layout.gap === 0) {
    // Too small for frames: what is lit and has something in it glows.
    context.fillStyle = palette.lit
    forFilled(drawing, part, (row, column, r, c) => {
      if (lit.isLit(row, column)) fillCell(context, layout, r, c)
    })
    return
  }
  context.strokeStyle = palette.lit
  context.lineWidth = layout.gap === 3 ? 2 : 1
  forSeen(drawing, part, (row, column, r, c) => {
    if (!lit.isLit(row, column)) return
    context.fillStyle = mix(palette.empty, palette.lit, matrix.count(row, column) > 0 ? 0.3 : 0.12)
    fillCell(context, layout, r, c)
    const { x, y, w, h } = cellBox(layout, r, c)
    context.beginPath()
    context.roundRect(x + 1, y + 1, w - 2, h - 2, layout.gap === 3 ? 4 : 0)
    context.stroke()
  })
}

function drawNumbers(context: Context, drawing: Drawing, part: Part): void {
  const { layout, matrix, palette, share, lit } = drawing
  context.textAlign = 'center'
  forSeen(drawing, part, (row, column, r, c) => {
    if (isCorner(matrix, row, column)) return
    const filled = shareOf(matrix, share, row, column)
    const count = matrix.count(row, column)
    const isHot = degreeOf(filled) > DEGREES * 0.55 && !lit.isLit(row, column)
    context.fillStyle = count === 0 ? palette.faint : isHot ? palette.hotInk : palette.ink
    const { x, y, w, h } = cellBox(layout, r, c)
    context.fillText(cellText(count, filled, share, w), x + w / 2, y + h / 2 + 0.5)
  })
}

/** What stands in a cell: its count, or its share in percent. */
export function cellText(count: number, part: number, share: Share, room: number): string {
  if (share === 'count') return room < 40 ? shortNumber(count) : count.toLocaleString('en')
  const percent = part * 100
  return count === 0 ? '0' : percent >= 9.95 || room < 40 ? percent.toFixed(0) : percent.toFixed(1)
}

/** A frame around a cell, or around all that is seen of a row or a column. */
function outline(context: Context, layout: Layout, { row, column }: Hit, colour: string, width: number): void {
  const box = cellBox(layout, row ?? 0, column ?? 0)
  const across = layout.bodyWidth + layout.extraColumns * layout.extraWidth - layout.gap
  const down = layout.bodyHeight + layout.extraRows * layout.extraHeight - layout.gap
  const x = column === null ? layout.headerWidth : box.x
  const y = row === null ? layout.headerHeight : box.y
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  context.roundRect(x, y, column === null ? across : box.w, row === null ? down : box.h, layout.gap === 3 ? 4 : 0)
  context.stroke()
}

const WRITING = 13

/** Every n-th class has its name written, and so has each extra line; the one that is pointed at pushes its neighbours aside. */
function named(lines: readonly number[], classes: number, step: number, pointed: number | null | undefined): number[] {
  const far = (line: number): boolean => pointed == null || line >= classes || line === pointed || Math.abs(line - pointed) >= step
  return lines.filter((line) => line === pointed || line >= classes || (line % step === 0 && far(line)))
}

function drawRowNames(context: Context, drawing: Drawing): void {
  const { layout, lines, matrix, palette } = drawing
  const { headerWidth, headerHeight, cellHeight } = layout
  const classes = layout.rows - layout.extraRows
  const pointed = (drawing.pointed ?? drawing.cursor)?.row
  const names = named(inSight(layout).rows, classes, nameStep(cellHeight, WRITING), pointed)
  context.textAlign = 'right'
  const write = (r: number): void => {
    const place = lines.rows[r] ?? 0
    const { y, h } = cellBox(layout, r, 0)
    const chip = r < classes && cellHeight >= 12 ? CHIP + 6 : 0
    if (chip > 0) drawChip(context, headerWidth - CHIP - 7, y + h / 2 - CHIP / 2, drawing.mark(place))
    context.fillStyle = r === pointed ? palette.ink : palette.quiet
    const right = headerWidth - 8 - chip
    context.fillText(fitText(rowName(matrix, place), right - 6, (text) => context.measureText(text).width), right, y + h / 2 + 0.5)
  }
  clipTo(context, { x: 0, y: headerHeight - 1, w: headerWidth, h: layout.bodyHeight }, () => names.filter((r) => r < classes).forEach(write))
  names.filter((r) => r >= classes).forEach(write)
}

function drawColumnNames(context: Context, drawing: Drawing): void {
  const { layout, lines, matrix, palette, upright } = drawing
  const { headerWidth, headerHeight, cellWidth } = layout
  const classes = layout.columns - layout.extraColumns
  const pointed = (drawing.pointed ?? drawing.cursor)?.column
  const names = named(inSight(layout).columns, classes, nameStep(cellWidth, WRITING), pointed)
  const write = (c: number): void => {
    const place = lines.columns[c] ?? 0
    const { x, w } = cellBox(layout, 0, c)
    const middle = x + w / 2
    const chip = c < classes && cellWidth >= CHIP ? CHIP + 6 : 0
    if (chip > 0) drawChip(context, middle - CHIP / 2, upright ? headerHeight - CHIP - 5 : 1, drawing.mark(place))
    context.fillStyle = c === pointed ? palette.ink : palette.quiet
    if (upright) writeUpright(context, columnName(matrix, place), middle, headerHeight - 6 - chip)
    else {
      context.textAlign = 'center'
      context.fillText(columnName(matrix, place), middle, headerHeight - 13)
    }
  }
  clipTo(context, { x: headerWidth - 1, y: 0, w: layout.bodyWidth, h: headerHeight }, () => names.filter((c) => c < classes).forEach(write))
  names.filter((c) => c >= classes).forEach(write)
}

/** Writes from below, ending at the top of the canvas at the latest. */
function writeUpright(context: Context, text: string, x: number, bottom: number): void {
  context.save()
  context.translate(x + 0.5, bottom)
  context.rotate(-Math.PI / 2)
  context.textAlign = 'left'
  context.fillText(fitText(text, bottom - 4, (part) => context.measureText(part).width), 0, 0)
  context.restore()
}

function drawChip(context: Context, x: number, y: number, { colour, mark }: { readonly colour: string; readonly mark: string }): void {
  context.save()
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(x, y, CHIP, CHIP, 4)
  context.fill()
  context.fillStyle = CLASS_INK
  context.font = FONT.replace('12px', '700 9.5px')
  context.textAlign = 'center'
  // Three wide letters would run over.
  if (context.measureText(mark).width < CHIP) context.fillText(mark, x + CHIP / 2, y + CHIP / 2 + 0.5)
  context.restore()
}

function clipTo(context: Context, { x, y, w, h }: Pick<Part, 'x' | 'y' | 'w' | 'h'>, draw: () => void): void {
  context.save()
  context.beginPath()
  context.rect(x, y, w, h)
  context.clip()
  draw()
  context.restore()
}
