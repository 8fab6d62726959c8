/** The nouns of autotags, as `types` gives the others. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

/** What can have autotags. */
export type AutotagLevel = 'image' | 'annotation'
/** A tag learnt from examples, with its answers and the spread of its scores. */
export type Autotag = Schemas['Autotag'] & { readonly level: AutotagLevel }
export type TaughtAutotag = Schemas['TaughtAutotag'] & { readonly autotag: Autotag }
export type CreateAutotagRequest = Pick<Schemas['CreateAutotagRequest'], 'dataset' | 'name' | 'level' | 'yes'>
/** Answers by id; `forget` takes answers back. */
export type Answers = Partial<Schemas['TeachRequest']>
