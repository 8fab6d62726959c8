/** A histogram's bars, and the queries that list what lies in them. */
import type { FieldPage } from '@/api/field-types'
import type { RangeClause } from '@/lib/query-text/clause'

export interface Bar {
  readonly from: number
  readonly to: number
  /** Rows of the query, and of the whole set. */
  readonly count: number
  readonly total: number
}

/** The bars of a histogram, from the lowest. */
export function barsOf({ edges, counts, totals }: FieldPage['histogram']): Bar[] {
  return counts.map((count, index) => ({ from: edges[index] ?? 0, to: edges[index + 1] ?? 0, count, total: totals[index] ?? count }))
}

/** What lies in the bars from `first` to `last`: each holds its lower end, the last of all both. */
export function rangeOf(bars: readonly Bar[], isWhole: boolean, first: number, last: number): Pick<RangeClause, 'low' | 'high'> {
  const [from, to] = [bars[first]?.from ?? 0, bars[last]?.to ?? 0]
  if (!isWhole) return { low: { value: from, included: true }, high: { value: to, included: last === bars.length - 1 } }
  // Between whole numbers there is nothing: `count = 0` rather than `0 <= count < 1`.
  return { low: { value: Math.ceil(from), included: true }, high: { value: Math.ceil(to) - 1, included: true } }
}
