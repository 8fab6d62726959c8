import type { Facet } from '@/api/types'
import { tickedTerms, toggleTerm } from '@/lib/query-text/rewrite'
import { useClasses } from '@/state/current'
import { ClassBadge } from '@/ui/class-chip'
import type { ResultSpec } from '../spec'
import { classField } from './facet-plan'
import { TermList } from './term-list'

interface ClassFacetProps {
  readonly spec: ResultSpec
  readonly facet: Facet | undefined
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** All classes with their letters, in their own order; a class without a row stays in the list. */
export function ClassFacet({ spec, facet, query, onQuery }: ClassFacetProps) {
  const classes = useClasses()
  const field = classField(spec.level)
  const isCounted = facet?.kind === 'terms'
  const counted = new Map(isCounted ? facet.terms.map((term) => [term.value, term]) : [])
  const rows = classes.all.map((look) => ({
    value: look.name,
    name: look.name,
    badge: <ClassBadge colour={look.colour} mark={look.mark} />,
    count: isCounted ? (counted.get(look.name)?.count ?? 0) : null,
    total: counted.get(look.name)?.total ?? 0,
  }))
  return (
    <TermList
      title="Class"
      rows={rows}
      ticked={tickedTerms(query, field)}
      narrowed={query !== ''}
      onToggle={(value) => onQuery(toggleTerm(query, field, value))}
    />
  )
}
