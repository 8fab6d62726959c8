/** The nouns of embeddings, as `types` gives the others. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

/** The vectors of one level of a dataset by one model, and how they stand. */
export type Embedding = Schemas['Embedding']
/** A plug-in that makes vectors. */
export type Embedder = Schemas['Embedder']
export type Embeddings = Schemas['Embeddings']
/** What to embed; what is left out is as the server thinks right. */
export type EmbedRequest = Pick<Schemas['EmbedRequest'], 'dataset'> & Partial<Schemas['EmbedRequest']>
