/** From a figure in the plot to a query. */
import type { Area } from '@/math/plane'
import { brushRange } from '@/lib/query-text/rewrite'
import type { Axes } from './axes'

const DIGITS = 6

const bound = (value: number) => ({ value: Number(value.toPrecision(DIGITS)), included: true })

/** The query that also asks for the box. */
export function withBox(query: string, { x, y }: Axes, { x0, x1, y0, y1 }: Area): string {
  const narrowed = brushRange(query, { field: x, within: null }, bound(x0), bound(x1))
  return x === y ? narrowed : brushRange(narrowed, { field: y, within: null }, bound(y0), bound(y1))
}

/** A query may be so long. */
const LONGEST = 8_000

/** The query that lists these rows; null where they are too many for a text. */
export function listOf(ids: Iterable<number>): string | null {
  const text = `id in (${[...ids].sort((a, b) => a - b).join(', ')})`
  return text.length > LONGEST ? null : text
}
