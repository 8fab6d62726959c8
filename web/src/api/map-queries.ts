/** Questions about the map. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FieldLevel } from './field-types'
import type { MapRequest } from './map-types'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

export const mapPointsQuery = (transport: Transport, request: MapRequest) =>
  queryOptions({
    queryKey: [...keys.all, 'map-points', request],
    queryFn: ({ signal }) => transport.mapPoints(request, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    retry: false,
  })

export const mapListsQuery = (transport: Transport, { dataset, run }: Scope, level: FieldLevel, query: string) =>
  queryOptions({
    queryKey: [...keys.all, 'map-lists', dataset, run, level, query],
    queryFn: ({ signal }) => transport.mapLists({ dataset, run, level, query }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
