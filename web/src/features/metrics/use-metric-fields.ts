import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FieldLevel, MetricEntry } from '@/api/field-types'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { fieldsOf, type MetricField } from './list/metric-groups'

const LEVELS: readonly FieldLevel[] = ['image', 'annotation', 'prediction']

/** Every field of every metric with what queries know of it; null until that is known. */
export function useMetricFields(dataset: number, metrics: readonly MetricEntry[]): MetricField[] | null {
  const transport = useTransport()
  const [image, annotation, prediction] = useQueries({ queries: LEVELS.map((level) => fieldsQuery(transport, dataset, level)) }).map(({ data }) => data)
  return useMemo(
    () => (image === undefined || annotation === undefined || prediction === undefined ? null : fieldsOf(metrics, { image, annotation, prediction })),
    [metrics, image, annotation, prediction],
  )
}
