/** How unequal classes are, and which images are rare and hard: questions; see `queries`. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

export const balanceQuery = (transport: Transport, dataset: number, goal: number | null) =>
  queryOptions({ queryKey: [...keys.all, 'balance', dataset, goal], queryFn: ({ signal }) => transport.balance(dataset, goal, signal), placeholderData: keepPreviousData })

export const edgeCasesQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'edge-cases', scope], queryFn: ({ signal }) => transport.edgeCases(scope, signal) })
