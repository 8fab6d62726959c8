/** Which labels are likely of another class: who can tell, what was told, and the question. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from './generated/schema'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { Scope } from './types'

type Schemas = components['schemas']

export type MislabelSource = Schemas['MislabelSource']
/** Who could tell, and what was told. */
export type Mislabels = Schemas['Mislabels']
export type ToldMislabels = Schemas['ToldMislabels']
export type MislabelsRequest = Schemas['MislabelsRequest']

export const mislabelsQuery = (transport: Transport, scope: Scope) =>
  queryOptions({ queryKey: [...keys.all, 'mislabels', scope], queryFn: ({ signal }) => transport.mislabels(scope, signal) })
