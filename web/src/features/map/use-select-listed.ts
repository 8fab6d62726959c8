import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { mapPointsQuery } from '@/api/map-queries'
import type { MapPoints } from '@/api/map-points'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { NOTHING, select, withRows } from '@/state/selection'
import { toast } from '@/state/toasts'
import type { MapSpec } from './use-map-spec'

/** Selects the points that a query lists, and says which it was. */
export function useSelectListed(spec: MapSpec, { places }: MapPoints, onQuery: (query: string) => void): (query: string) => void {
  const transport = useTransport()
  const client = useQueryClient()
  return useCallback(
    (query) => {
      const shown = places === 'pca' ? 'pca' : null
      client.fetchQuery(mapPointsQuery(transport, { ...spec, query, colour: 'class', places: shown })).then(
        ({ ids }) => {
          select(withRows(NOTHING, ids, true))
          onQuery(query)
        },
        (error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }),
      )
    },
    [client, transport, spec, places, onQuery],
  )
}
