/** Versions, what differs between them, and histories, as the server tells them. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

export type Version = Schemas['Version']
export type SaveVersionRequest = Schemas['SaveVersionRequest']
export type VersionDiff = Schemas['VersionDiff']
export type KindCounts = Schemas['KindCounts']
export type ClassDifference = Schemas['ClassDifference']
export type ImageDifference = Schemas['ImageDifference']
export type History = Schemas['History']
export type HistoryStep = Schemas['HistoryStep']
export type Provenance = Schemas['Provenance']

/** What fixes are asked about: two states of the labels, and the images that test. */
export type FixQuestion = Required<Pick<Schemas['FixRequest'], 'dataset' | 'before' | 'after' | 'test'>>
/** What an answer would rest on. */
export type FixPlan = Schemas['FixPlan']
/** What fixes were worth: errors before and after, overall and by class. */
export type FixEffect = Schemas['FixEffect']
export type FixedError = Schemas['FixedError']

/** The name of the project as it stands, beside those of its versions. */
export const NOW = 'now'

/** Two versions, or one and now, in one dataset; and which of the images that differ. */
export interface DiffQuestion {
  readonly dataset: number
  readonly before: string
  readonly after: string
  readonly kind: keyof KindCounts | null
  readonly offset: number
  readonly limit: number
}
