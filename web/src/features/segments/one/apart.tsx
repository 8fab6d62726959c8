import type { Facet } from '@/api/types'
import { brushBounds } from '@/lib/bins'
import { amount, measure, percent } from '@/lib/words'
import type { ExploreLevel } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Legend, Panel } from '@/ui/panel'
import styles from './insights.module.css'

interface ApartProps {
  readonly facets: readonly Facet[]
  readonly query: string
  readonly level: ExploreLevel
}

const MOST_TERMS = 6

/** Where values lie otherwise in the segment than in the whole set, most first. */
export function Apart({ facets, query, level }: ApartProps) {
  if (facets.length === 0) return null
  return (
    <Panel
      title="What sets it apart"
      note="The fields in which it differs most from the whole set. A bar opens the rows of the segment behind it."
      aside={
        <Legend
          entries={[
            { text: 'the segment', look: 'first', shape: 'block' },
            { text: 'the whole set', look: 'quiet', shape: 'block' },
          ]}
        />
      }
    >
      <div className={styles.plots}>
        {facets.map((facet) => (
          <figure key={facet.field} className={styles.plot}>
            <figcaption>
              {facet.title} {facet.unit !== '' && <em>{facet.unit}</em>}
            </figcaption>
            {barsOf(facet).length === 0 ? null : <Bars facet={facet} query={query} level={level} />}
          </figure>
        ))}
      </div>
    </Panel>
  )
}

interface Bar {
  readonly name: string
  readonly clause: string
  readonly count: number
  readonly total: number
}

/** The bars of a field: its bins, or its most frequent values. */
function barsOf(facet: Facet): readonly Bar[] {
  if (facet.kind === 'terms') {
    return facet.terms.slice(0, MOST_TERMS).map(({ value, count, total }) => ({ name: value, clause: `${facet.field} = ${JSON.stringify(value)}`, count, total }))
  }
  const { edges, counts, totals } = facet.bins
  return counts.map((count, at) => ({
    name: `${measure(edges[at] ?? 0)} to ${measure(edges[at + 1] ?? 0)}`,
    clause: rangeClause(facet.field, brushBounds(facet.bins, { first: at, last: at })),
    count,
    total: totals[at] ?? 0,
  }))
}

function rangeClause(field: string, bounds: ReturnType<typeof brushBounds>): string {
  const low = bounds?.low == null ? null : `${field} >= ${bounds.low.value}`
  const high = bounds?.high == null ? null : `${field} < ${bounds.high.value}`
  return [low, high].filter((part) => part !== null).join(' and ') || `${field} is not null`
}

function Bars({ facet, query, level }: { readonly facet: Facet; readonly query: string; readonly level: ExploreLevel }) {
  const bars = barsOf(facet)
  const own = bars.reduce((sum, { count }) => sum + count, 0) || 1
  const whole = bars.reduce((sum, { total }) => sum + total, 0) || 1
  const highest = Math.max(...bars.flatMap(({ count, total }) => [count / own, total / whole]))
  const ends = facet.kind === 'terms' ? null : [facet.bins.edges[0] ?? 0, facet.bins.edges.at(-1) ?? 0]
  return (
    <>
      <div className={styles.columns}>
        {bars.map(({ name, clause, count, total }) => (
          <PlaceLink
            key={name}
            page="explore"
            patch={{ q: `${query} and ${clause}`, level }}
            className={styles.column}
            title={`${name}: ${amount(count, 'row')}, ${percent(count / own)} of the segment, ${percent(total / whole)} of all`}
            aria-label={`${facet.title} ${name}: ${amount(count, 'row')}`}
          >
            <i className={styles.whole} style={{ height: `${(total / whole / highest) * 100}%` }} />
            <i className={styles.own} style={{ height: `${(count / own / highest) * 100}%` }} />
          </PlaceLink>
        ))}
      </div>
      <div className={styles.ends}>
        {ends === null ? bars.map(({ name }) => <span key={name} title={name}>{name}</span>) : ends.map((end, at) => <span key={at}>{measure(end)}</span>)}
      </div>
    </>
  )
}
