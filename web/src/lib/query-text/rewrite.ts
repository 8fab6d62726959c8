/** Writes a facet's choice into a query, and finds it there again. What the person wrote beside it stays as it is. */
import { type FieldClause, type RangeClause, readClause, type TermsClause, type TermValue, writeClause } from './clause'
import { conjuncts, joinConjuncts } from './conjuncts'

/** `any(prediction: … )` around a clause: how a query of images speaks of their objects. */
export type Within = 'annotation' | 'prediction' | null

export interface FacetField {
  readonly field: string
  readonly within: Within
  /** Of what it holds, where that matters: a flag may be written as 1 or 0 too. */
  readonly type?: string
}

const ANY = /^any\s*\(\s*(annotation|prediction)\s*:([\s\S]*)\)$/i

/** The clause inside of its `any(…)`, where it has one. */
function open(part: string): { within: Within; inner: string } {
  const match = ANY.exec(part.trim())
  if (match === null) return { within: null, inner: part }
  return { within: match[1]?.toLowerCase() as Within, inner: match[2]?.trim() ?? '' }
}

function clauseOf(part: string, { field, within }: FacetField): FieldClause | null {
  const { within: found, inner } = open(part)
  if (found !== within) return null
  const clause = readClause(inner)
  return clause?.field === field ? clause : null
}

function wrap(text: string, within: Within): string {
  return within === null ? text : `any(${within}: ${text})`
}

/** What the query says of this field in a clause of its own; null where it says nothing that a facet could show. */
export function facetClause(query: string, field: FacetField): FieldClause | null {
  for (const part of conjuncts(query)) {
    const clause = clauseOf(part, field)
    if (clause !== null) return clause
  }
  return null
}

/** The query with this clause in place of what it said of the field; null takes that away. */
export function withFacet(query: string, field: FacetField, clause: FieldClause | null): string {
  const parts: string[] = []
  let placed = clause === null
  for (const part of conjuncts(query)) {
    if (clauseOf(part, field) === null) parts.push(part)
    else if (!placed && clause !== null) {
      parts.push(wrap(writeClause(clause), field.within))
      placed = true
    }
  }
  if (!placed && clause !== null) parts.push(wrap(writeClause(clause), field.within))
  return joinConjuncts(parts)
}

/** The values of a field that are ticked. */
export function tickedTerms(query: string, field: FacetField): readonly TermValue[] {
  const clause = facetClause(query, field)
  if (clause?.kind !== 'terms') return []
  return field.type === 'flag' ? clause.values.map((value) => (typeof value === 'number' ? value !== 0 : value)) : clause.values
}

/** The query after one value was ticked or unticked. */
export function toggleTerm(query: string, field: FacetField, term: TermValue): string {
  const ticked = tickedTerms(query, field)
  const values = ticked.includes(term) ? ticked.filter((known) => known !== term) : [...ticked, term]
  const clause: TermsClause = { kind: 'terms', field: field.field, values }
  return withFacet(query, field, values.length === 0 ? null : clause)
}

/** The query after a range was brushed. */
export function brushRange(query: string, field: FacetField, low: RangeClause['low'], high: RangeClause['high']): string {
  const clause: RangeClause | null = low === null && high === null ? null : { kind: 'range', field: field.field, low, high }
  return withFacet(query, field, clause)
}

/** The query with one more clause of the person's own. */
export function andAlso(query: string, clause: string): string {
  const parts = conjuncts(query)
  return parts.includes(clause.trim()) ? query : joinConjuncts([...parts, clause.trim()])
}
