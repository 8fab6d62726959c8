/** Questions about fields and metrics: how they stand, how their values spread, and how two sets differ in them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AcquireRequest, DriftReport, DriftRequest, FieldQuestion } from './field-types'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

export const metricListQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'metric-list', scope], queryFn: ({ signal }) => transport.metricList(scope, signal) })

const JOBS_EVERY_MS = 500

/** The jobs of the server; asked again and again while one of them runs. Not part of the data: no edit changes them. */
export const jobsQuery = (transport: Transport) =>
  queryOptions({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => transport.jobs(signal),
    refetchInterval: ({ state }) => (state.data?.some((job) => job.state === 'running') === true ? JOBS_EVERY_MS : false),
  })

/** A field: how its values spread, its ends and its outliers. */
export const fieldPageQuery = (transport: Transport, question: FieldQuestion) =>
  queryOptions({ queryKey: [...keys.all, 'field-page', question], queryFn: ({ signal }) => transport.fieldPage(question, signal), retry: false })

export const contactSheetQuery = (transport: Transport, question: FieldQuestion) =>
  queryOptions({ queryKey: [...keys.all, 'contact-sheet', question], queryFn: ({ signal }) => transport.contactSheet(question, signal), retry: false })

/** The outliers of every field in the images that a query lists. */
export const outliersQuery = (transport: Transport, { dataset, run }: Scope, query = '') =>
  queryOptions({
    queryKey: [...keys.all, 'outliers', dataset, run, query],
    queryFn: ({ signal }) => transport.outliers({ dataset, run, query }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const projectsBesideQuery = (transport: Transport) =>
  queryOptions({ queryKey: ['projects-beside'], queryFn: ({ signal }) => transport.projectsBeside(signal), staleTime: 60_000 })

export const driftQuery = (transport: Transport, request: DriftRequest) =>
  queryOptions<DriftReport>({ queryKey: [...keys.all, 'drift', request], queryFn: ({ signal }) => transport.drift(request, signal), retry: false })

export const driftFieldQuery = (transport: Transport, request: DriftRequest, field: string) =>
  queryOptions({
    queryKey: [...keys.all, 'drift-field', request, field],
    queryFn: ({ signal }) => transport.driftField({ ...request, field }, signal),
    retry: false,
  })

/** The fields that say which images are worth a label first. */
export const choosableQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [...keys.all, 'choosable', dataset], queryFn: ({ signal }) => transport.choosableFields(dataset, signal) })

export const acquireQuery = (transport: Transport, request: AcquireRequest) =>
  queryOptions({
    queryKey: [...keys.all, 'acquire', request],
    queryFn: ({ signal }) => transport.acquire(request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const healthQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'health', scope], queryFn: ({ signal }) => transport.health(scope, signal), placeholderData: keepPreviousData })
