/** The keyboard's place in the matrix: a cell, or the header of a row or column, where the other one is null. */
import type { Hit, Layout } from './layout'

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
}

/** Where a key leads; null for a key that does not move. From the first row or column one more step reaches its header. */
export function moveCursor(from: Hit | null, key: string, { rows, columns }: Pick<Layout, 'rows' | 'columns'>): Hit | null {
  const step = STEPS[key]
  if (step === undefined) return null
  if (from === null) return { row: 0, column: 0 }
  const row = stepLine(from.row, step[0], rows)
  const column = stepLine(from.column, step[1], columns)
  return row === null && column === null ? from : { row, column }
}

function stepLine(at: number | null, by: number, count: number): number | null {
  const next = Math.min((at ?? -1) + by, count - 1)
  if (Number.isFinite(by) && next < 0) return null
  return Math.max(next, 0)
}
