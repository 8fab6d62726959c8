import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { metricsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { MetricsRequest, ModelMetrics } from '@/api/types'
import { type Matrix, matrixOf } from '../matrix/matrix'
import { useInTurn } from './use-in-turn'

export type Thresholds = Pick<MetricsRequest, 'iou' | 'confidence' | 'shape'>

export interface Metrics {
  /** Those at the wished thresholds, or the ones before while these are under way. */
  readonly data: ModelMetrics | undefined
  /** The thresholds that the server was asked for last. */
  readonly asked: Thresholds
  readonly matrix: Matrix | null
  readonly error: Error | null
  readonly retry: () => void
}

/** The run at these thresholds, in this slice; while a slider is dragged, always the latest that is known. */
export function useMetrics(run: number, { iou, confidence, shape, query }: MetricsRequest): Metrics {
  const transport = useTransport()
  const wished = useMemo(() => ({ run, request: { iou, confidence, shape, query } }), [run, iou, confidence, shape, query])
  const { sent, settle } = useInTurn(wished)
  const { data, error, isFetching, refetch } = useQuery(metricsQuery(transport, sent.run, sent.request))
  settle(isFetching)
  const matrix = useMemo(() => (data === undefined ? null : matrixOf(data)), [data])
  return { data, asked: sent.request, matrix, error, retry: () => void refetch() }
}
