/** Questions about look-alikes and duplicates. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { DedupeRequest } from './similar-types'
import type { Transport } from './transport/transport'
import type { Level, Scope } from './types'

/** Some rows of a level by their ids, to show them as pictures. */
export const rowsByIdQuery = (transport: Transport, { dataset, run }: Scope, level: Level, ids: readonly number[]) =>
  queryOptions({
    queryKey: [...keys.all, 'rows-by-id', dataset, run, level, ids],
    queryFn: ({ signal }) => transport.search({ dataset, run, level, query: `id in [${ids.join(', ')}]`, limit: Math.max(ids.length, 1), confidence: 1 }, signal),
    placeholderData: keepPreviousData,
  })

export const dedupeQuery = (transport: Transport, request: DedupeRequest) =>
  queryOptions({
    queryKey: [...keys.all, 'dedupe', request],
    queryFn: ({ signal }) => transport.dedupePlan(request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
