/** The question which labels are likely of another class. */
import { queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

export const mislabelsQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'mislabels', scope], queryFn: ({ signal }) => transport.mislabels(scope, signal) })
