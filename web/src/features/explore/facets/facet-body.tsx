import type { Facet, HistogramFacet, TermsFacet } from '@/api/types'
import type { TermValue } from '@/lib/query-text/clause'
import { brushRange, facetClause, tickedTerms, toggleTerm } from '@/lib/query-text/rewrite'
import { number } from '@/lib/words'
import { brushBounds, brushOf } from '@/lib/bins'
import type { PlannedFacet } from './facet-plan'
import styles from './facets.module.css'
import { Histogram } from './histogram'
import { TermList, type TermRow } from './term-list'

interface FacetBodyProps {
  readonly planned: PlannedFacet
  /** Undefined while it is under way, or where no row has a value. */
  readonly facet: Facet | undefined
  readonly loading: boolean
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** The values of one field, and a way to choose among them. */
export function FacetBody({ planned, facet, loading, query, onQuery }: FacetBodyProps) {
  if (facet === undefined) return loading ? <div className={styles.waiting} /> : <p className={styles.none}>No values</p>
  return facet.kind === 'histogram' ? (
    <RangeBody planned={planned} facet={facet} query={query} onQuery={onQuery} />
  ) : (
    <TermsBody planned={planned} facet={facet} query={query} onQuery={onQuery} />
  )
}

type BodyProps<F> = Omit<FacetBodyProps, 'facet' | 'loading'> & { readonly facet: F }

function RangeBody({ planned, facet, query, onQuery }: BodyProps<HistogramFacet>) {
  const clause = facetClause(query, planned)
  const range = clause?.kind === 'range' ? clause : exactly(clause?.kind === 'terms' ? clause.values : [])
  return (
    <>
      <Histogram
        title={planned.title}
        unit={facet.unit}
        bins={facet.bins}
        brush={brushOf(facet.bins, range)}
        onBrush={(brush) => {
          const bounds = brush === null ? null : brushBounds(facet.bins, brush)
          onQuery(brushRange(query, planned, bounds?.low ?? null, bounds?.high ?? null))
        }}
      />
      {facet.missing > 0 && <p className={styles.none}>{number(facet.missing)} without a value</p>}
    </>
  )
}

/** `width = 640` is a range of one value. */
function exactly([value, ...others]: readonly TermValue[]) {
  if (typeof value !== 'number' || others.length > 0) return null
  const bound = { value, included: true }
  return { low: bound, high: bound }
}

function TermsBody({ planned, facet, query, onQuery }: BodyProps<TermsFacet>) {
  const ticked = tickedTerms(query, planned)
  const rows = facet.terms.map(({ value, count, total }): TermRow => ({ value, name: wordFor(value), count, total }))
  const nothing: TermRow[] = facet.missing > 0 || ticked.includes(null) ? [{ value: null, name: 'none', count: facet.missing, total: facet.missing }] : []
  return (
    <TermList
      title={planned.title}
      rows={[...rows, ...nothing]}
      ticked={ticked}
      narrowed={query !== ''}
      onToggle={(value) => onQuery(toggleTerm(query, planned, value))}
    />
  )
}

function wordFor(value: string | boolean | null): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value.replaceAll('_', ' ')
}
