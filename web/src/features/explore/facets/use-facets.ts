import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { facetsQuery, fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Facet, Field } from '@/api/types'
import type { ExploreLevel } from '@/state/place'
import type { ResultSpec } from '../spec'
import { type FacetGroup, planFacets, type PlannedFacet } from './facet-plan'

const NONE: readonly Field[] = []

/** The fields of a level; none while they are under way. */
function useFields({ dataset }: ResultSpec, level: ExploreLevel, enabled: boolean): readonly Field[] | null {
  const { data } = useQuery({ ...fieldsQuery(useTransport(), dataset, level), enabled })
  return enabled ? (data ?? null) : NONE
}

/** The facets of the list, in groups; null until they are known. */
export function usePlan(spec: ResultSpec): FacetGroup[] | null {
  const { level } = spec
  const image = useFields(spec, 'image', true)
  const annotation = useFields(spec, 'annotation', level !== 'prediction')
  const prediction = useFields(spec, 'prediction', spec.run !== null && level !== 'annotation')
  return useMemo(() => {
    if (image === null || annotation === null || prediction === null) return null
    return planFacets(level, { image, annotation, prediction })
  }, [level, image, annotation, prediction])
}

export interface CountedFacet {
  /** Undefined while it is under way, or where no row has a value. */
  readonly facet: Facet | undefined
  /** Has it been counted? A facet that is missing then has no values. */
  readonly isCounted: boolean
}

/** What is asked of a facet: its field, how the list speaks of it, and a text that its values hold. */
export interface FacetQuestion extends Pick<PlannedFacet, 'field' | 'within'> {
  readonly find?: string
}

/** The counts of one facet. Those of the question before stand until this one is answered. */
export function useFacet(spec: ResultSpec, { field, within, find = '' }: FacetQuestion, counting: boolean): CountedFacet {
  const { dataset, run, level, query } = spec
  const inner = within === null ? {} : { of: within }
  const { data, isPlaceholderData } = useQuery({
    ...facetsQuery(useTransport(), { dataset, run, level, query, fields: [field], find, ...inner }),
    enabled: counting,
  })
  return { facet: data?.find((facet) => facet.field === field), isCounted: data !== undefined && !isPlaceholderData }
}
