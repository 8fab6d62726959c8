import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { facetsQuery, fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Facet } from '@/api/types'
import type { ResultSpec } from '../spec'
import { classField, type PlannedFacet, planFacets } from './facet-plan'

/** The facets that the level of the list has; null until they are known. */
export function usePlan(spec: ResultSpec): PlannedFacet[] | null {
  const { data: fields } = useQuery(fieldsQuery(useTransport(), spec.dataset, spec.level))
  const { level, run } = spec
  return useMemo(() => (fields === undefined ? null : planFacets(level, fields, run !== null)), [level, fields, run])
}

export interface FacetCounts {
  readonly byKey: ReadonlyMap<string, Facet>
  /** Has everything been counted? A facet that is missing then has no values. */
  readonly complete: boolean
}

/** The counts of the open facets, by key; those of closed ones are not asked for. */
export function useFacetCounts(spec: ResultSpec, open: readonly PlannedFacet[] | null, counting: boolean): FacetCounts {
  const transport = useTransport()
  const { dataset, run, level, query } = spec
  const own = (open ?? []).filter(({ within }) => within === null).map(({ field }) => field)
  const inner = (open ?? []).filter(({ within }) => within === 'prediction').map(({ field }) => field)
  const shared = { dataset, run, query }
  const listed = useQuery({
    ...facetsQuery(transport, { ...shared, level, fields: [classField(level).field, ...own] }),
    enabled: counting && open !== null,
  })
  const objects = useQuery({ ...facetsQuery(transport, { ...shared, level: 'prediction', fields: inner }), enabled: counting && inner.length > 0 })
  // The same facets of the question before are good enough to stand until those of this one are counted.
  const asked = `${level} ${own.join(' ')}`
  const [answered, setAnswered] = useState('')
  const isAnswer = listed.data !== undefined && !listed.isPlaceholderData
  if (isAnswer && answered !== asked) setAnswered(asked)
  return useMemo(() => {
    const counts = new Map<string, Facet>()
    for (const facet of listed.data ?? []) counts.set(facet.field, facet)
    for (const facet of objects.data ?? []) counts.set(`prediction:${facet.field}`, facet)
    return { byKey: counts, complete: isAnswer || answered === asked }
  }, [listed.data, objects.data, isAnswer, answered, asked])
}
