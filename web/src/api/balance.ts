/** How unequal classes are, and which images are rare and hard: nouns and questions. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { components } from './generated/schema'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

type Schemas = components['schemas']

export type Balance = Schemas['Balance']
/** A class and what would bring it to the goal. */
export type BalancedClass = Schemas['BalancedClass']
export type EdgeCases = Schemas['EdgeCases']
/** An image that is rare and hard, with the reasons in sentences. */
export type EdgeCase = Schemas['EdgeCase']

export const balanceQuery = (transport: Transport, dataset: number, goal: number | null) =>
  queryOptions({ queryKey: [...keys.all, 'balance', dataset, goal], queryFn: ({ signal }) => transport.balance(dataset, goal, signal), placeholderData: keepPreviousData })

export const edgeCasesQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'edge-cases', scope], queryFn: ({ signal }) => transport.edgeCases(scope, signal) })
