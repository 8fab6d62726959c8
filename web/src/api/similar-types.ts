/** The nouns of look-alikes and duplicates, as `types` gives the others. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

/** A picture that was taken, to ask what looks like it. */
export type AskedPicture = Schemas['AskedPicture']
/** What removing duplicates would do. */
export type DedupePlan = Schemas['DedupePlan']
export type DuplicateGroup = Schemas['DuplicateGroup']
export type KeepRule = DedupePlan['keep']
export type AlikeWay = DedupePlan['alike'][number]

export interface DedupeRequest {
  readonly dataset: number
  readonly query: string
  readonly keep: KeepRule
  readonly prefer: string | null
  readonly alike: readonly AlikeWay[] | null
}
