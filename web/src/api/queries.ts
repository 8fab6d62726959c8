/** Server state: one options factory per question. Every key starts with `data`, so that one edit can refresh all. */
import { keepPreviousData, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Picture, Transport } from './transport/transport'
import type { FacetsRequest, Level, MetricsRequest, ResultPage, ResultsRequest, ScatterRequest, Scope, SearchPage, SearchRequest, ValuesRequest } from './types'

const ALL = 'data'

/** Prefixes of the cache, from everything down to one question. */
export const keys = {
  all: [ALL] as const,
  project: [ALL, 'project'] as const,
  searches: [ALL, 'search'] as const,
  images: [ALL, 'image'] as const,
  metrics: [ALL, 'metrics'] as const,
  results: [ALL, 'results'] as const,
  issueSummaries: [ALL, 'issue-summary'] as const,
  runs: [ALL, 'run'] as const,
}

export const projectQuery = (transport: Transport) =>
  queryOptions({ queryKey: keys.project, queryFn: ({ signal }) => transport.project(signal) })

export const classesQuery = (transport: Transport, scope: Scope) =>
  queryOptions({
    queryKey: [ALL, 'classes', scope],
    queryFn: ({ signal }) => transport.classes(scope, signal),
    placeholderData: keepPreviousData,
  })

/** The fields that a query may name at a level: for sorting and for facets. */
export const fieldsQuery = (transport: Transport, dataset: number, level: Level) =>
  queryOptions({ queryKey: [ALL, 'fields', dataset, level], queryFn: ({ signal }) => transport.fields(dataset, level, signal) })

export const overviewQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [ALL, 'overview', scope], queryFn: ({ signal }) => transport.overview(scope, signal) })

/** How one page of a list is asked for. A refusal is told at once. */
export interface PageQuery<Page> {
  readonly queryKey: QueryKey
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Page>
  readonly retry: false
}

/** One page of results. The page stays on screen while its successor is under way. */
export const searchQuery = (transport: Transport, request: SearchRequest): PageQuery<SearchPage> => ({
  queryKey: [...keys.searches, request],
  queryFn: ({ signal }) => transport.search(request, signal),
  retry: false,
})

export const imageQuery = (transport: Transport, id: number, options: { run: number | null; confidence: number }) =>
  queryOptions({
    queryKey: [...keys.images, id, options],
    queryFn: ({ signal }) => transport.image(id, options, signal),
  })

/** How the stored values of an image are spread. */
export const imageValuesQuery = (transport: Transport, image: Picture) =>
  queryOptions({ queryKey: [ALL, 'image-values', image.id, image.v], queryFn: ({ signal }) => transport.imageValues(image, signal), placeholderData: keepPreviousData })

export const issueSummaryQuery = (transport: Transport, scope: Scope) =>
  queryOptions({
    queryKey: [...keys.issueSummaries, scope],
    queryFn: ({ signal }) => transport.issueSummary(scope, signal),
    placeholderData: keepPreviousData,
  })

export const facetsQuery = (transport: Transport, request: FacetsRequest) =>
  queryOptions({
    queryKey: [ALL, 'facets', request],
    queryFn: ({ signal }) => transport.facets(request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** What some rows on screen have in some fields. */
export const rowValuesQuery = (transport: Transport, request: ValuesRequest) =>
  queryOptions({ queryKey: [ALL, 'values', request], queryFn: ({ signal }) => transport.rowValues(request, signal), retry: false })

/** Two fields against each other; the plot before stands until this one is there. */
export const scatterQuery = (transport: Transport, request: ScatterRequest) =>
  queryOptions({
    queryKey: [ALL, 'scatter', request],
    queryFn: ({ signal }) => transport.scatter(request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const changesQuery = (transport: Transport, page: { limit: number; before?: number }) =>
  queryOptions({
    queryKey: [ALL, 'changes', page],
    queryFn: ({ signal }) => transport.changes(page, signal),
    placeholderData: keepPreviousData,
  })

/** The run at two thresholds in a slice. */
export const metricsQuery = (transport: Transport, run: number, request: MetricsRequest) =>
  queryOptions({
    queryKey: [...keys.metrics, run, request],
    queryFn: ({ signal }) => transport.metrics(run, request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** One page of the results in some cells of the matrix. */
export const resultsQuery = (transport: Transport, run: number, request: ResultsRequest): PageQuery<ResultPage> => ({
  queryKey: [...keys.results, run, request],
  queryFn: ({ signal }) => transport.results(run, request, signal),
  retry: false,
})

export const segmentsQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [ALL, 'segments', dataset], queryFn: ({ signal }) => transport.segments(dataset, signal) })

/** What segments are for, and the fields that each kind asks for: the same for as long as the server runs. */
export const segmentKindsQuery = (transport: Transport) =>
  queryOptions({ queryKey: ['segment-kinds'], queryFn: ({ signal }) => transport.segmentKinds(signal), staleTime: Infinity })

export const exportFormatsQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [ALL, 'export-formats', dataset], queryFn: ({ signal }) => transport.exportFormats(dataset, signal) })

interface QuestionAboutText {
  readonly text: string
  readonly level: Level
  readonly scope: Scope
}

const questionBody = ({ text, level, scope }: QuestionAboutText) => ({ query: text, level, dataset: scope.dataset, run: scope.run })

export const checkQuery = (transport: Transport, question: QuestionAboutText) =>
  queryOptions({
    queryKey: [ALL, 'check', question],
    queryFn: ({ signal }) => transport.checkQuery(questionBody(question), signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const completeQuery = (transport: Transport, question: QuestionAboutText, cursor: number) =>
  queryOptions({
    queryKey: [ALL, 'complete', question, cursor],
    queryFn: ({ signal }) => transport.completeQuery({ ...questionBody(question), cursor }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const explainQuery = (transport: Transport, question: QuestionAboutText) =>
  queryOptions({
    queryKey: [ALL, 'explain', question],
    queryFn: ({ signal }) => transport.explainQuery(questionBody(question), signal),
    retry: false,
  })
