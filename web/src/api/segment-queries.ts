/** Questions about one segment. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Level } from './types'

export const segmentQuery = (transport: Transport, id: number) =>
  queryOptions({ queryKey: [...keys.all, 'segment', id], queryFn: ({ signal }) => transport.segment(id, signal), retry: false })

export const segmentItemsQuery = (transport: Transport, id: number, level: Level) =>
  queryOptions({ queryKey: [...keys.all, 'segment-items', id, level], queryFn: ({ signal }) => transport.segmentItems(id, level, signal), retry: false })

export const segmentInsightsQuery = (transport: Transport, id: number) =>
  queryOptions({ queryKey: [...keys.all, 'segment-insights', id], queryFn: ({ signal }) => transport.segmentInsights(id, signal), retry: false })

export const segmentApartQuery = (transport: Transport, id: number) =>
  queryOptions({ queryKey: [...keys.all, 'segment-apart', id], queryFn: ({ signal }) => transport.segmentApart(id, signal), retry: false })

/** The first `limit` images of a frozen segment whose labels are not what they were when its items came in. */
export const segmentChangesQuery = (transport: Transport, id: number, limit: number) =>
  queryOptions({ queryKey: [...keys.all, 'segment-changes', id, limit], queryFn: ({ signal }) => transport.segmentChanges(id, limit, signal), placeholderData: keepPreviousData, retry: false })
