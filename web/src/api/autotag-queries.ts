/** Questions about autotags. */
import { queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'

export const autotagsQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [...keys.all, 'autotags', dataset], queryFn: ({ signal }) => transport.autotags(dataset, signal) })

/** What a round asks: drawn once, and the same until the next one, whatever is answered meanwhile. Not part of the data. */
export const autotagRoundQuery = (transport: Transport, id: number, round: number, skip: readonly number[]) =>
  queryOptions({
    queryKey: ['autotag-round', id, round],
    queryFn: ({ signal }) => transport.autotagRound(id, [...skip], signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
