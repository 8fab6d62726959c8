/** From bars to ranges and back. */
import type { RangeClause } from './query-text/clause'

/** Bars that stand side by side; there is one edge more than there are bars. */
interface Edged {
  readonly edges: readonly number[]
}

/** Bars from `first` to `last`, both included. */
export interface Brush {
  readonly first: number
  readonly last: number
}

/** As few digits as keep neighbouring edges apart. */
export function roundEdge(value: number, width: number): number {
  if (width <= 0 || !Number.isFinite(width)) return value
  const digits = Math.min(Math.max(1 - Math.floor(Math.log10(width)), 0), 12)
  return Number(value.toFixed(digits))
}

/** What a brush over these bars says: open where it reaches the end, so that nothing beyond is lost. */
export function brushBounds({ edges }: Edged, { first, last }: Brush): Pick<RangeClause, 'low' | 'high'> | null {
  const count = edges.length - 1
  const width = ((edges[count] ?? 0) - (edges[0] ?? 0)) / Math.max(count, 1)
  if (first <= 0 && last >= count - 1) return null
  const low = first <= 0 ? null : { value: roundEdge(edges[first] ?? 0, width), included: true }
  const high = last >= count - 1 ? null : { value: roundEdge(edges[last + 1] ?? 0, width), included: false }
  return { low, high }
}

/** The bars that lie in a range at least by half of their width. */
export function brushOf({ edges }: Edged, range: Pick<RangeClause, 'low' | 'high'> | null): Brush | null {
  if (range === null) return null
  const low = range.low?.value ?? Number.NEGATIVE_INFINITY
  const high = range.high?.value ?? Number.POSITIVE_INFINITY
  const inside = edges.slice(0, -1).flatMap((edge, index) => {
    const middle = (edge + (edges[index + 1] ?? edge)) / 2
    return middle >= low && middle <= high ? [index] : []
  })
  const first = inside[0]
  const last = inside.at(-1)
  return first === undefined || last === undefined ? null : { first, last }
}

/**
 * How high bars are, as shares of the plot. Where one bar towers over the rest, heights go by the square root, so that the
 * others can still be seen and brushed; the numbers are told in words.
 */
export function barHeights(totals: readonly number[]): (value: number) => number {
  const highest = Math.max(...totals, 1)
  const sorted = totals.filter((total) => total > 0).sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? highest
  return highest > 12 * middle ? (value) => Math.sqrt(value / highest) : (value) => value / highest
}
