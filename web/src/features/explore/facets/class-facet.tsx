import { useMemo, useState } from 'react'
import { tickedTerms, toggleTerm } from '@/lib/query-text/rewrite'
import { useClasses } from '@/state/current'
import { ClassBadge } from '@/ui/class-chip'
import type { ResultSpec } from '../spec'
import { classField } from './facet-plan'
import { TermList, TERMS_SHOWN } from './term-list'
import { useFacet } from './use-facets'

interface ClassFacetProps {
  readonly spec: ResultSpec
  readonly counting: boolean
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** All classes with their letters; a class without a row stays in the list. A few stand in their own order, many by frequency. */
export function ClassFacet({ spec, counting, query, onQuery }: ClassFacetProps) {
  const classes = useClasses()
  const [typed, setTyped] = useState('')
  const field = classField(spec.level)
  const { facet } = useFacet(spec, field, counting)
  const counted = useMemo(() => (facet?.kind === 'terms' ? new Map(facet.terms.map((term) => [term.value, term])) : null), [facet])
  const rows = classes.all.map((look) => ({
    value: look.key,
    name: look.name,
    badge: <ClassBadge colour={look.colour} mark={look.mark} />,
    count: counted === null ? null : (counted.get(look.key)?.count ?? 0),
    total: counted?.get(look.key)?.total ?? 0,
  }))
  return (
    <TermList
      title="Class"
      rows={rows.length > TERMS_SHOWN ? rows.sort((a, b) => b.total - a.total) : rows}
      ticked={tickedTerms(query, field)}
      narrowed={query !== ''}
      typed={typed}
      onType={setTyped}
      toggled={(value) => toggleTerm(query, field, value)}
      onQuery={onQuery}
    />
  )
}
