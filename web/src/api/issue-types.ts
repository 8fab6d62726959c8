/** The nouns of the inbox beside its cards, as `types` gives the others. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

/** How many of some suspects are real errors, and what that rests on. */
export type Precision = Schemas['Precision']
/** Of the whole list, of each kind and of each detector. */
export type Precisions = Schemas['Precisions']
/** Suspects drawn at random, in the order to judge them. */
export type SpotCheck = Schemas['SpotCheck']
export type SpotCheckRequest = Schemas['SpotCheckRequest']
/** A near neighbour of a suspect. */
export type LookAlike = Schemas['LookAlike']
/** The value that a suspect has in a field. */
export type FieldPlace = Schemas['FieldPlace']
/** Another detector that raises the same suspect. */
export type Witness = Schemas['Witness']
/** What mending an error of a kind is worth, beside a wrong class. */
export type KindWorth = Schemas['KindWorth']
export type WorthRequest = Schemas['WorthRequest']
