/** Questions about one run: what lies behind its numbers. Each keeps its last answer while thresholds move. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { MetricsRequest, RunComparison } from './types'

/** A run, and how it is looked at. */
export interface RunQuestion extends MetricsRequest {
  readonly run: number
}

/** The average precision of each class in a slice; it depends on no threshold. */
export const averagePrecisionQuery = (transport: Transport, run: number, request: Pick<MetricsRequest, 'query' | 'shape'>) =>
  queryOptions({
    queryKey: [...keys.runs, 'average-precision', run, request],
    queryFn: ({ signal }) => transport.averagePrecision(run, request, signal),
    placeholderData: keepPreviousData,
  })

/** Curves tell of every confidence at once: they do not depend on the one that is set. */
export const curvesQuery = (transport: Transport, { run, iou, shape, query }: RunQuestion, classId: number | null) =>
  queryOptions({
    queryKey: [...keys.runs, 'curves', run, iou, shape, query, classId],
    queryFn: ({ signal }) => transport.curves(run, { iou, shape, query, class_id: classId }, signal),
    placeholderData: keepPreviousData,
  })

export const errorTypesQuery = (transport: Transport, { run, ...request }: RunQuestion) =>
  queryOptions({
    queryKey: [...keys.runs, 'error-types', run, request],
    queryFn: ({ signal }) => transport.errorTypes(run, request, signal),
    placeholderData: keepPreviousData,
  })

export const weakSlicesQuery = (transport: Transport, { run, ...request }: RunQuestion) =>
  queryOptions({
    queryKey: [...keys.runs, 'weak-slices', run, request],
    queryFn: ({ signal }) => transport.weakSlices(run, request, signal),
    placeholderData: keepPreviousData,
  })

export const calibrationQuery = (transport: Transport, { run, ...request }: RunQuestion) =>
  queryOptions({
    queryKey: [...keys.runs, 'calibration', run, request],
    queryFn: ({ signal }) => transport.calibration(run, request, signal),
    placeholderData: keepPreviousData,
  })

export const importanceQuery = (transport: Transport, { run, ...request }: RunQuestion) =>
  queryOptions({
    queryKey: [...keys.runs, 'importance', run, request],
    queryFn: ({ signal }) => transport.importance(run, request, signal),
    placeholderData: keepPreviousData,
  })

export const breakdownQuery = (transport: Transport, { run, ...request }: RunQuestion, field: string) =>
  queryOptions({
    queryKey: [...keys.runs, 'by', run, request, field],
    queryFn: ({ signal }) => transport.breakdown(run, { ...request, field }, signal),
    placeholderData: keepPreviousData,
  })

export const comparisonQuery = (transport: Transport, { run, ...request }: RunQuestion, other: number) =>
  queryOptions<RunComparison>({
    queryKey: [...keys.runs, 'compare', run, request, other],
    queryFn: ({ signal }) => transport.compareRuns(run, { ...request, other }, signal),
    // Numbers of other runs would stand under the names of these.
    placeholderData: (before) => (before?.a.run === run && before.b.run === other ? before : undefined),
  })
