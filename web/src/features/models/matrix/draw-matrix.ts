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
  context.save()
  context.beginPath()
  context.rect(layout.headerWidth - 2, layout.headerHeight - 2, layout.width, layout.height)
  context.clip()
  drawGround(context, drawing)
  drawFilled(context, drawing)
  drawLit(context, drawing)
  if (isReadable(layout)) drawNumbers(context, drawing)
  if (drawing.pointed !== null) outline(context, layout, drawing.pointed, palette.quiet, 1.5)
  if (drawing.cursor !== null) outline(context, layout, drawing.cursor, palette.ink, 2)
  context.restore()
  drawRowNames(context, drawing)
  drawColumnNames(context, drawing)
}

/** Calls `each` for every cell in sight, with its place in the matrix. */
function forSeen({ layout, lines }: Drawing, each: (row: number, column: number, shownRow: number, shownColumn: number) => void): void {
  const { rows, columns } = inSight(layout)
  for (let r = rows[0]; r <= rows[1]; r += 1) {
    for (let c = columns[0]; c <= columns[1]; c += 1) each(lines.rows[r] ?? 0, lines.columns[c] ?? 0, r, c)
  }
}

function fillCell(context: Context, layout: Layout, row: number, column: number): void {
  const { x, y, w, h } = cellBox(layout, row, column)
  if (layout.gap < 3) return context.fillRect(x, y, w, h)
  context.beginPath()
  context.roundRect(x, y, w, h, 4)
  context.fill()
}

function drawGround(context: Context, drawing: Drawing): void {
  const { layout, palette, matrix } = drawing
  context.fillStyle = palette.empty
  if (layout.gap === 0) {
    const { x, y } = cellBox(layout, 0, 0)
    context.fillRect(x, y, layout.columns * layout.cellWidth, layout.rows * layout.cellHeight)
    return
  }
  forSeen(drawing, (row, column, r, c) => {
    if (!isCorner(matrix, row, column)) fillCell(context, layout, r, c)
  })
}

/** Cells with something in them, the coolest first: where cells are thinner than a pixel, the warmest is seen. */
function drawFilled(context: Context, { layout, lines, matrix, share, palette }: Drawing): void {
  const [rowAt, columnAt] = [placesOf(lines.rows), placesOf(lines.columns)]
  const seen = inSight(layout)
  const degrees: [number, number][][] = Array.from({ length: DEGREES + 1 }, () => [])
  for (const { row, column } of matrix.filled) {
    const [r, c] = [rowAt.get(row), columnAt.get(column)]
    if (r === undefined || c === undefined || r < seen.rows[0] || r > seen.rows[1] || c < seen.columns[0] || c > seen.columns[1]) continue
    degrees[degreeOf(shareOf(matrix, share, row, column))]?.push([r, c])
  }
  const colours = ramp(palette)
  degrees.forEach((cells, degree) => {
    context.fillStyle = colours[degree] ?? palette.heat
    for (const [r, c] of cells) fillCell(context, layout, r, c)
  })
}

const placesOf = (shown: readonly number[]): Map<number, number> => new Map(shown.map((place, at) => [place, at]))

function drawLit(context: Context, drawing: Drawing): void {
  const { layout, lit, palette, matrix, lines } = drawing
  if (lit.text === '') return
  if (layout.gap === 0) {
    // Too small for frames: what is lit and has something in it glows.
    const [rowAt, columnAt] = [placesOf(lines.rows), placesOf(lines.columns)]
    context.fillStyle = palette.lit
    for (const { row, column } of matrix.filled) {
      if (lit.isLit(row, column)) fillCell(context, layout, rowAt.get(row) ?? 0, columnAt.get(column) ?? 0)
    }
    return
  }
  context.strokeStyle = palette.lit
  context.lineWidth = layout.gap === 3 ? 2 : 1
  forSeen(drawing, (row, column, r, c) => {
    if (!lit.isLit(row, column)) return
    context.fillStyle = mix(palette.empty, palette.lit, matrix.count(row, column) > 0 ? 0.3 : 0.12)
    fillCell(context, layout, r, c)
    const { x, y, w, h } = cellBox(layout, r, c)
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, w - 1, h - 1, layout.gap === 3 ? 4 : 0)
    context.stroke()
  })
}

function drawNumbers(context: Context, drawing: Drawing): void {
  const { layout, matrix, palette, share, lit } = drawing
  context.textAlign = 'center'
  forSeen(drawing, (row, column, r, c) => {
    if (isCorner(matrix, row, column)) return
    const part = shareOf(matrix, share, row, column)
    const count = matrix.count(row, column)
    const isHot = degreeOf(part) > DEGREES * 0.55 && !lit.isLit(row, column)
    context.fillStyle = count === 0 ? palette.faint : isHot ? palette.hotInk : palette.ink
    const { x, y, w, h } = cellBox(layout, r, c)
    context.fillText(cellText(count, part, share, w), x + w / 2, y + h / 2 + 0.5)
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
  const x = column === null ? layout.headerWidth : box.x
  const y = row === null ? layout.headerHeight : box.y
  const w = column === null ? layout.columns * layout.cellWidth - layout.gap : box.w
  const h = row === null ? layout.rows * layout.cellHeight - layout.gap : box.h
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  context.roundRect(x, y, w, h, layout.gap === 3 ? 4 : 0)
  context.stroke()
}

const WRITING = 13

/** Every n-th name, and the one that is pointed at. */
function named(shown: number, step: number, pointed: number | null | undefined, last: number): boolean {
  if (shown === pointed) return true
  const isCrowded = step > 1 && pointed != null && Math.abs(shown - pointed) < step
  return !isCrowded && (shown % step === 0 || shown === last)
}

function drawRowNames(context: Context, drawing: Drawing): void {
  const { layout, lines, matrix, palette } = drawing
  const { headerWidth, cellHeight } = layout
  const seen = inSight(layout).rows
  const step = nameStep(cellHeight, WRITING)
  const pointed = (drawing.pointed ?? drawing.cursor)?.row
  context.textAlign = 'right'
  clipTo(context, 0, layout.headerHeight - 1, headerWidth, layout.height, () => {
    for (let r = seen[0]; r <= seen[1]; r += 1) {
      if (!named(r, step, pointed, layout.rows - 1)) continue
      const place = lines.rows[r] ?? 0
      const { y, h } = cellBox(layout, r, 0)
      const isClass = place < matrix.classes.length
      if (isClass && cellHeight >= 12) drawChip(context, headerWidth - CHIP - 7, y + h / 2 - CHIP / 2, drawing.mark(place))
      const right = headerWidth - (isClass && cellHeight >= 12 ? CHIP + 14 : 8)
      context.fillStyle = r === pointed ? palette.ink : palette.quiet
      context.fillText(fitText(rowName(matrix, place), right - 6, (text) => context.measureText(text).width), right, y + h / 2 + 0.5)
    }
  })
}

function drawColumnNames(context: Context, drawing: Drawing): void {
  const { layout, lines, matrix, palette, upright } = drawing
  const { headerHeight, cellWidth } = layout
  const seen = inSight(layout).columns
  const step = nameStep(cellWidth, WRITING)
  const pointed = (drawing.pointed ?? drawing.cursor)?.column
  const measure = (text: string): number => context.measureText(text).width
  clipTo(context, layout.headerWidth - 1, 0, layout.width, headerHeight, () => {
    for (let c = seen[0]; c <= seen[1]; c += 1) {
      if (!named(c, step, pointed, layout.columns - 1)) continue
      const place = lines.columns[c] ?? 0
      const { x, w } = cellBox(layout, 0, c)
      const chip = place < matrix.classes.length && cellWidth >= CHIP ? CHIP + 6 : 0
      if (upright) {
        if (chip > 0) drawChip(context, x + w / 2 - CHIP / 2, headerHeight - CHIP - 5, drawing.mark(place))
        context.fillStyle = c === pointed ? palette.ink : palette.quiet
        context.save()
        context.translate(x + w / 2 + 0.5, headerHeight - 6 - chip)
        context.rotate(-Math.PI / 2)
        context.textAlign = 'left'
        context.fillText(fitText(columnName(matrix, place), headerHeight - chip - 10, measure), 0, 0)
        context.restore()
      } else {
        if (chip > 0) drawChip(context, x + (w - CHIP) / 2, 1, drawing.mark(place))
        context.fillStyle = c === pointed ? palette.ink : palette.quiet
        context.textAlign = 'center'
        context.fillText(columnName(matrix, place), x + w / 2, headerHeight - 13)
      }
    }
  })
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
  context.fillText(mark, x + CHIP / 2, y + CHIP / 2 + 0.5)
  context.restore()
}

function clipTo(context: Context, x: number, y: number, right: number, bottom: number, draw: () => void): void {
  context.save()
  context.beginPath()
  context.rect(x, y, right - x, bottom - y)
  context.clip()
  draw()
  context.restore()
}
