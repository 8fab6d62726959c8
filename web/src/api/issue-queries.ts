/** Questions about the inbox beside its pages; see `queries`. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { facetsQuery, keys } from './queries'
import type { FieldPlace } from './issue-types'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

export const precisionQuery = (transport: Transport, scope: Scope) =>
  queryOptions({
    queryKey: [...keys.all, 'precision', scope],
    queryFn: ({ signal }) => transport.precision(scope, signal),
    placeholderData: keepPreviousData,
  })

export const spotCheckQuery = (transport: Transport, id: number) =>
  queryOptions({
    queryKey: [...keys.all, 'spot-check', id],
    queryFn: ({ signal }) => transport.spotCheck(id, signal),
    placeholderData: keepPreviousData,
  })

export const worthsQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [...keys.all, 'worths', dataset], queryFn: ({ signal }) => transport.worths(dataset, signal) })

const BINS = 24

/** How the values of a field are spread over the whole set: where a suspect stands in it is drawn over that. */
export const spreadQuery = (transport: Transport, scope: Scope, { level, name }: FieldPlace) =>
  facetsQuery(transport, { ...scope, level, query: '', fields: [name], bins: BINS, find: '' })
