/** The transport that speaks HTTP to the server this page came from. */
import createClient from 'openapi-fetch'
import type { paths } from '@/api/generated/schema'
import type { AveragePrecision, Breakdown, Facet, ImageDetail, Overview, QueryCheck, ResultPage, SearchPage, WeakSlice } from '@/api/types'
import type { Autotag, TaughtAutotag } from '@/api/autotag-types'
import type { FieldOutliers, FieldPage, MetricEntry } from '@/api/field-types'
import { decodePoints } from '@/api/map-points'
import type { DedupeRequest } from '@/api/similar-types'
import type { MapLists } from '@/api/map-types'
import type { SegmentChanges } from '@/api/segment-types'
import { apiError, ServerGone } from './errors'
import { address, optional, settle, withRun } from './http-asking'
import { httpReviews } from './http-reviews'
import { httpVersions } from './http-versions'
import type { Transport } from './transport'

const mutable = ({ alike, ...rest }: DedupeRequest) => ({ ...rest, alike: alike === null ? null : [...alike] })

/** A file as the body of a request. */
const bytes = (file: Blob) => ({ body: file as never, bodySerializer: () => file, headers: { 'Content-Type': 'application/octet-stream' } })

async function pictureProblem(url: string): Promise<string> {
  try {
    const response = await fetch(url)
    if (response.ok) return 'The browser cannot show this file as an image.'
    const { message, hint } = apiError(response.status, await response.json().catch(() => null))
    return hint ? `${message} ${hint}` : message
  } catch {
    return new ServerGone().message
  }
}

/**
 * Talks to the server at `base` (ends with a slash). The `as` mend openapi-fetch's mapped types, which widen tuples
 * (a box) to arrays.
 */
export function httpTransport(base: string): Transport {
  const client = createClient<paths>({ baseUrl: new URL(base, window.location.href).href.replace(/\/$/, '') })
  return {
    ...httpReviews(client, base),
    ...httpVersions(client),
    project: (signal) => settle(client.GET('/api/project', optional(signal))),
    classes: ({ dataset, run }, signal) =>
      settle(client.GET('/api/datasets/{dataset}/classes', { params: { path: { dataset }, query: withRun(run) }, ...optional(signal) })),
    fields: (dataset, level, signal) =>
      settle(client.GET('/api/datasets/{dataset}/fields', { params: { path: { dataset }, query: { level } }, ...optional(signal) })),
    overview: ({ dataset, run }, signal) =>
      settle(client.GET('/api/datasets/{dataset}/overview', { params: { path: { dataset }, query: withRun(run) }, ...optional(signal) })) as Promise<Overview>,
    search: (body, signal) => settle(client.POST('/api/search', { body, ...optional(signal) })) as Promise<SearchPage>,
    image: (id, { run, confidence }, signal) =>
      settle(client.GET('/api/images/{image}', { params: { path: { image: id }, query: { ...withRun(run), confidence } }, ...optional(signal) })) as Promise<ImageDetail>,
    video: (image, signal) => settle(client.GET('/api/videos/{image}', { params: { path: { image } }, ...optional(signal) })),
    imageValues: ({ id }, signal) => settle(client.GET('/media/images/{image}/values', { params: { path: { image: id } }, ...optional(signal) })),
    checkQuery: (body, signal) => settle(client.POST('/api/query/check', { body, ...optional(signal) })) as Promise<QueryCheck>,
    completeQuery: (body, signal) => settle(client.POST('/api/query/complete', { body, ...optional(signal) })),
    explainQuery: (body, signal) => settle(client.POST('/api/query/explain', { body, ...optional(signal) })),
    facets: (body, signal) => settle(client.POST('/api/facets', { body, ...optional(signal) })),
    rowValues: (body, signal) => settle(client.POST('/api/values', { body, ...optional(signal) })),
    scatter: (body, signal) => settle(client.POST('/api/fields/scatter', { body, ...optional(signal) })),
    mapPoints: (body, signal) => settle(client.POST('/api/map', { body, parseAs: 'arrayBuffer', ...optional(signal) })).then((points) => decodePoints(points as unknown as ArrayBuffer)),
    mapLists: (body, signal) => settle(client.POST('/api/map/lists', { body, ...optional(signal) })) as Promise<MapLists>,
    askPicture: (dataset, picture) =>
      settle(client.POST('/api/similar/pictures', { params: { query: { dataset } }, ...bytes(picture) })),
    dedupePlan: (body, signal) => settle(client.POST('/api/dedupe', { body: mutable(body), ...optional(signal) })),
    removeDuplicates: (body) => settle(client.POST('/api/dedupe/remove', { body: { ...mutable(body), reason: '' } })),
    setDuplicatesAside: (body, name) => settle(client.POST('/api/dedupe/segment', { body: { ...mutable(body), name } })),
    askedPictureUrl: (digest) => address(base, `api/similar/pictures/${digest}`, {}),
    issueSummary: ({ dataset, run }, signal) =>
      settle(client.GET('/api/issues/summary', { params: { query: { dataset, ...withRun(run) } }, ...optional(signal) })),
    precision: ({ dataset, run }, signal) =>
      settle(client.GET('/api/issues/precision', { params: { query: { dataset, ...withRun(run) } }, ...optional(signal) })),
    spotCheck: (id, signal) => settle(client.GET('/api/issues/spot-checks/{check}', { params: { path: { check: id } }, ...optional(signal) })),
    beginSpotCheck: (body) => settle(client.POST('/api/issues/spot-checks', { body })),
    worths: (dataset, signal) => settle(client.GET('/api/issues/worths', { params: { query: { dataset } }, ...optional(signal) })),
    changeWorth: (body) => settle(client.PUT('/api/issues/worths', { body })),
    decide: (body) => settle(client.POST('/api/issues/decide', { body })),
    edit: (body) => settle(client.POST('/api/edits', { body })),
    previewEdit: (body, signal) => settle(client.POST('/api/edits/preview', { body, ...optional(signal) })),
    undo: (newest) => settle(client.POST('/api/undo', { params: { query: { newest } } })),
    redo: () => settle(client.POST('/api/redo')),
    changes: (query, signal) => settle(client.GET('/api/changes', { params: { query }, ...optional(signal) })),
    metrics: (run, body, signal) => settle(client.POST('/api/runs/{run}/metrics', { params: { path: { run } }, body, ...optional(signal) })),
    results: (run, body, signal) => settle(client.POST('/api/runs/{run}/results', { params: { path: { run } }, body, ...optional(signal) })) as Promise<ResultPage>,
    resultIds: (run, body, signal) => settle(client.POST('/api/runs/{run}/results/ids', { params: { path: { run } }, body, ...optional(signal) })),
    evaluate: (run, body) => settle(client.POST('/api/runs/{run}/evaluate', { params: { path: { run } }, body })),
    averagePrecision: (run, body, signal) => settle(client.POST('/api/runs/{run}/average-precision', { params: { path: { run } }, body, ...optional(signal) })) as Promise<AveragePrecision>,
    curves: (run, body, signal) => settle(client.POST('/api/runs/{run}/curves', { params: { path: { run } }, body, ...optional(signal) })),
    errorTypes: (run, body, signal) => settle(client.POST('/api/runs/{run}/error-types', { params: { path: { run } }, body, ...optional(signal) })),
    calibration: (run, body, signal) => settle(client.POST('/api/runs/{run}/calibration', { params: { path: { run } }, body, ...optional(signal) })),
    breakdown: (run, body, signal) => settle(client.POST('/api/runs/{run}/by', { params: { path: { run } }, body, ...optional(signal) })) as Promise<Breakdown>,
    importance: (run, body, signal) => settle(client.POST('/api/runs/{run}/importance', { params: { path: { run } }, body, ...optional(signal) })),
    compareRuns: (run, body, signal) => settle(client.POST('/api/runs/{run}/compare', { params: { path: { run } }, body, ...optional(signal) })),
    weakSlices: (run, body, signal) => settle(client.POST('/api/runs/{run}/weak-slices', { params: { path: { run } }, body, ...optional(signal) })) as Promise<WeakSlice[]>,
    metricList: ({ dataset, run }, signal) =>
      settle(client.GET('/api/metrics', { params: { query: { dataset, ...withRun(run) } }, ...optional(signal) })) as Promise<MetricEntry[]>,
    mislabels: ({ dataset, run }, signal) => settle(client.GET('/api/mislabels', { params: { query: { dataset, run } }, ...optional(signal) })),
    giveChances: (dataset, file) => settle(client.POST('/api/mislabels/files/chances', { params: { query: { dataset, name: file.name } }, ...bytes(file) })),
    giveCoarse: (dataset, file) => settle(client.POST('/api/mislabels/files/coarse', { params: { query: { dataset, name: file.name } }, ...bytes(file) })),
    findMislabels: (body) => settle(client.POST('/api/mislabels/run', { body })),
    measure: (body) => settle(client.POST('/api/metrics/run', { body })),
    embeddings: (dataset, signal) => settle(client.GET('/api/embeddings', { params: { query: { dataset } }, ...optional(signal) })),
    embed: (body) => settle(client.POST('/api/embeddings/run', { body })),
    chooseEmbedding: (embedding) => settle(client.POST('/api/embeddings/{embedding}/default', { params: { path: { embedding } } })),
    removeEmbedding: (embedding) => settle(client.DELETE('/api/embeddings/{embedding}', { params: { path: { embedding } } })),
    jobs: (signal) => settle(client.GET('/api/jobs', optional(signal))),
    cancelJob: (id) => settle(client.DELETE('/api/jobs/{job}', { params: { path: { job: id } } })),
    fieldPage: (body, signal) => settle(client.POST('/api/fields/page', { body, ...optional(signal) })) as Promise<FieldPage>,
    outliers: (body, signal) => settle(client.POST('/api/fields/outliers', { body, ...optional(signal) })) as Promise<FieldOutliers[]>,
    contactSheet: (body, signal) => settle(client.POST('/api/fields/sheet', { body, ...optional(signal) })),
    projectsBeside: (signal) => settle(client.GET('/api/drift/projects', optional(signal))),
    drift: (body, signal) => settle(client.POST('/api/drift', { body, ...optional(signal) })),
    driftField: (body, signal) => settle(client.POST('/api/drift/field', { body, ...optional(signal) })),
    health: ({ dataset, run }, signal) => settle(client.GET('/api/health', { params: { query: { dataset, ...withRun(run) } }, ...optional(signal) })),
    find: ({ dataset, run }) => settle(client.POST('/api/find', { body: { dataset, ...withRun(run) } })),
    choosableFields: (dataset, signal) => settle(client.GET('/api/acquire/fields', { params: { query: { dataset } }, ...optional(signal) })),
    acquire: (body, signal) => settle(client.POST('/api/acquire', { body, ...optional(signal) })),
    exportFormats: (dataset, signal) => settle(client.GET('/api/exports', { params: { query: { dataset } }, ...optional(signal) })),
    segments: (dataset, signal) => settle(client.GET('/api/segments', { params: { query: { dataset } }, ...optional(signal) })),
    saveSegment: (body) => settle(client.POST('/api/segments', { body })),
    segmentKinds: (signal) => settle(client.GET('/api/segments/kinds', optional(signal))),
    addToSegment: (body) => settle(client.POST('/api/segments/items', { body })),
    takeOutOfSegment: (id, body) => settle(client.DELETE('/api/segments/{segment}/items', { params: { path: { segment: id } }, body })),
    deleteSegment: (id) => settle(client.DELETE('/api/segments/{segment}', { params: { path: { segment: id } } })),
    segment: (segment, signal) => settle(client.GET('/api/segments/{segment}', { params: { path: { segment } }, ...optional(signal) })),
    editSegment: (segment, body) => settle(client.PATCH('/api/segments/{segment}', { params: { path: { segment } }, body })),
    commentOnSegment: (segment, text) => settle(client.POST('/api/segments/{segment}/comments', { params: { path: { segment } }, body: { text } })),
    freezeSegment: (segment) => settle(client.POST('/api/segments/{segment}/freeze', { params: { path: { segment } } })),
    copySegment: (segment, name) => settle(client.POST('/api/segments/{segment}/copy', { params: { path: { segment } }, body: { name } })),
    combineSegments: (body) => settle(client.POST('/api/segments/combine', { body })),
    segmentItems: (segment, level, signal) => settle(client.GET('/api/segments/{segment}/items', { params: { path: { segment }, query: { level } }, ...optional(signal) })),
    tickSegmentItems: (segment, items, done) => settle(client.POST('/api/segments/{segment}/done', { params: { path: { segment } }, body: { ...items, done } })),
    segmentInsights: (segment, signal) => settle(client.GET('/api/segments/{segment}/insights', { params: { path: { segment } }, ...optional(signal) })),
    segmentApart: (segment, signal) => settle(client.GET('/api/segments/{segment}/apart', { params: { path: { segment } }, ...optional(signal) })) as Promise<Facet[]>,
    segmentChanges: (segment, limit, signal) => settle(client.GET('/api/segments/{segment}/changes', { params: { path: { segment }, query: { limit } }, ...optional(signal) })) as Promise<SegmentChanges>,
    segmentExportUrl: (segment, form) => address(base, `api/segments/${segment}/export/${form}`, {}),
    balance: (dataset, goal, signal) => settle(client.GET('/api/balance', { params: { query: goal === null ? { dataset } : { dataset, goal } }, ...optional(signal) })),
    edgeCases: ({ dataset, run }, signal) => settle(client.GET('/api/edge-cases', { params: { query: { dataset, ...withRun(run) } }, ...optional(signal) })),
    weightsUrl: (dataset, level) => address(base, 'api/balance/weights', { dataset, level }),
    autotags: (dataset, signal) => settle(client.GET('/api/autotags', { params: { query: { dataset } }, ...optional(signal) })) as Promise<Autotag[]>,
    createAutotag: (body) => settle(client.POST('/api/autotags', { body })) as Promise<TaughtAutotag>,
    teachAutotag: (autotag, body) => settle(client.POST('/api/autotags/{autotag}/answers', { params: { path: { autotag } }, body })) as Promise<TaughtAutotag>,
    renameAutotag: (autotag, name) => settle(client.PATCH('/api/autotags/{autotag}', { params: { path: { autotag } }, body: { name } })) as Promise<TaughtAutotag>,
    removeAutotag: (autotag) => settle(client.DELETE('/api/autotags/{autotag}', { params: { path: { autotag } } })),
    autotagRound: async (autotag, skip, signal) =>
      (await settle(client.POST('/api/autotags/{autotag}/round', { params: { path: { autotag } }, body: { skip }, ...optional(signal) }))).ids,
    imageUrl: ({ id, v }, size) => address(base, `media/images/${id}`, size === undefined ? { v } : { size, v }),
    windowUrl: ({ id, v }, { low, high }) => address(base, `media/images/${id}/window`, { low, high, v }),
    regionUrl: ({ id, v }, { x, y, w, h }, size) => address(base, `media/images/${id}/region`, { x, y, w, h, size, v }),
    pictureProblem,
    cropUrl: ({ id, v, source }, { size, context }) =>
      address(base, `media/${source === 'label' ? 'labels' : 'predictions'}/${id}/crop`, { size, context, v }),
    healthUrl: ({ dataset, run }, form) => address(base, form === 'page' ? 'api/health/page' : 'api/health', { dataset, ...withRun(run) }),
    exportUrl: (format, query) => address(base, `api/exports/${encodeURIComponent(format)}`, query),
  }
}
