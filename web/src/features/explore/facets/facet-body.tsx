import { useQuery } from '@tanstack/react-query'
import { issueSummaryQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Facet, HistogramFacet, TermsFacet } from '@/api/types'
import { brushBounds, brushOf } from '@/lib/bins'
import type { TermValue } from '@/lib/query-text/clause'
import { brushRange, facetClause, tickedTerms, toggleTerm } from '@/lib/query-text/rewrite'
import { number } from '@/lib/words'
import { useCurrent } from '@/state/current'
import type { PlannedFacet } from './facet-plan'
import styles from './facets.module.css'
import { Histogram } from './histogram'
import { TermList, type TermRow } from './term-list'
import { usePlaceIn } from './use-place-in'
import type { CountedFacet } from './use-facets'

interface FacetBodyProps {
  readonly planned: PlannedFacet
  /** Undefined while it is under way, or where no row has a value. */
  readonly facet: Facet | undefined
  /** The values that hold what is typed, where the server looks for them. */
  readonly found: CountedFacet | null
  readonly loading: boolean
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** The values of one field, and a way to choose among them. */
export function FacetBody({ facet, loading, ...body }: FacetBodyProps) {
  if (facet === undefined) return loading ? <div className={styles.waiting} /> : <p className={styles.none}>No values</p>
  return facet.kind === 'histogram' ? <RangeBody facet={facet} {...body} /> : <TermsBody facet={facet} {...body} />
}

type BodyProps<F> = Omit<FacetBodyProps, 'facet' | 'loading'> & { readonly facet: F }

function RangeBody({ planned, facet, query, onQuery }: BodyProps<HistogramFacet>) {
  const clause = facetClause(query, planned)
  const range = clause?.kind === 'range' ? clause : exactly(clause?.kind === 'terms' ? clause.values : [])
  const place = usePlaceIn(planned.key)
  return (
    <>
      <Histogram
        title={planned.fullTitle}
        unit={facet.unit}
        bins={facet.bins}
        brush={brushOf(facet.bins, range)}
        place={place}
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

function TermsBody({ planned, facet, found, typed, onType, query, onQuery }: BodyProps<TermsFacet>) {
  const ticked = tickedTerms(query, planned)
  const isFound = found?.isCounted === true
  const word = useWords(planned)
  const terms = isFound ? (found.facet?.kind === 'terms' ? found.facet.terms : []) : facet.terms
  const rows = terms.map(({ value, count, total }): TermRow => ({ value: valueOf(planned, value), name: word(value), count, total }))
  const listed = new Set(rows.map(({ value }) => value))
  // What is ticked stands in the list, also where it is rare.
  const others = isFound ? [] : ticked.filter((value) => value !== null && !listed.has(value))
  const beside = others.map((value): TermRow => ({ value, name: word(String(value)), count: null, total: 0 }))
  const nothing: TermRow[] = facet.missing > 0 || ticked.includes(null) ? [{ value: null, name: 'none', count: facet.missing, total: facet.missing }] : []
  return (
    <TermList
      title={planned.fullTitle}
      rows={[...rows, ...beside, ...(isFound ? [] : nothing)]}
      ticked={ticked}
      narrowed={query !== ''}
      typed={typed}
      onType={onType}
      distinct={facet.distinct}
      isFound={isFound}
      toggled={(value) => toggleTerm(query, planned, value)}
      onQuery={onQuery}
    />
  )
}

/** The value as a query compares it. */
function valueOf({ type }: PlannedFacet, text: string): TermValue {
  if (type === 'flag') return text === 'true'
  return type === 'number' ? Number(text) : text
}

/** What a value is called: a kind of suspect as the inbox calls it. */
function useWords({ name, type }: PlannedFacet): (value: string) => string {
  const transport = useTransport()
  const scope = useCurrent()?.scope ?? null
  const isKind = name === 'issue'
  const { data: kinds = [] } = useQuery({ ...issueSummaryQuery(transport, scope ?? { dataset: 0, run: null }), enabled: isKind && scope !== null })
  return (value) => (isKind ? kinds.find(({ kind }) => kind === value)?.title : undefined) ?? wordFor(type, value)
}

function wordFor(type: PlannedFacet['type'], text: string): string {
  if (type === 'flag') return text === 'true' ? 'yes' : 'no'
  // Numbers that are listed one by one number groups of rows that belong together.
  return type === 'number' ? `group ${text}` : text.replaceAll('_', ' ')
}
