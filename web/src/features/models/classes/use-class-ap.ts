import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { averagePrecisionQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import type { MetricsRequest } from '@/api/types'

/** The average precision of each class in a slice, by class id; empty until it is known. It depends on no threshold. */
export function useClassAp(run: number, { query, shape }: Pick<MetricsRequest, 'query' | 'shape'>): ReadonlyMap<number, number | null> {
  const { data } = useQuery(averagePrecisionQuery(useTransport(), run, { query, shape }))
  return useMemo(() => new Map(data?.per_class.map(({ class_id, ap }) => [class_id, ap]) ?? []), [data])
}
