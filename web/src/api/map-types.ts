/** The nouns of the map, as `types` gives the others. */
import type { components } from './generated/schema'
import type { FieldItem, FieldLevel } from './field-types'

type Schemas = components['schemas']

export type MapRequest = Pick<Schemas['MapRequest'], 'dataset' | 'run' | 'query' | 'colour' | 'places'> & { readonly level: FieldLevel }

/** Some items: how many, the query that lists them, and a few of them. */
export type ListedItems = Omit<Schemas['ListedItems'], 'examples'> & { readonly examples: readonly FieldItem[] }
export type MapCluster = Omit<Schemas['MapCluster'], 'items' | 'others'> & { readonly items: ListedItems; readonly others: ListedItems }
/** Clusters, and by number which of them are small and which are mixed. */
export type MapLists = Omit<Schemas['MapLists'], 'clusters' | 'far' | 'between'> & {
  readonly clusters: readonly MapCluster[]
  readonly far: ListedItems
  readonly between: ListedItems
}
