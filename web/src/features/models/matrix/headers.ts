/** The writing around the matrix: how much room it needs, and which names are written. */
import { MOST } from './layout'

export const FONT = '12px "Inter Variable", Inter, system-ui, sans-serif'
export const CHIP = 15

const GAP = 7
const LONGEST = 150

export interface HeaderSize {
  readonly width: number
  readonly height: number
  /** Do the names of columns stand upright, read from below? Else each lies under the chip of its class. */
  readonly upright: boolean
}

/** The room for names that `measure` says to be so wide, above columns of a matrix that is `width` pixels wide. */
export function headerSize(rowNames: readonly string[], columnNames: readonly string[], width: number, measure: (text: string) => number): HeaderSize {
  const widest = (names: readonly string[]): number => Math.min(Math.max(0, ...names.map(measure)), LONGEST)
  const left = Math.ceil(widest(rowNames) + CHIP + 3 * GAP)
  const column = Math.min((width - left) / Math.max(columnNames.length, 1), MOST.width)
  const above = widest(columnNames)
  const upright = above > column - 4
  return { width: left, height: upright ? Math.ceil(Math.min(above + CHIP + GAP, 120) + 2 * GAP) : CHIP + 26, upright }
}

/** The text, shortened until it fits. */
export function fitText(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(`${text.slice(0, middle)}…`) <= room) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : `${text.slice(0, low)}…`
}
