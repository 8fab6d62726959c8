/** Questions about embeddings. */
import { queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'

export const embeddingsQuery = (transport: Transport, dataset: number) =>
  queryOptions({ queryKey: [...keys.all, 'embeddings', dataset], queryFn: ({ signal }) => transport.embeddings(dataset, signal) })
