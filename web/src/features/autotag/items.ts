/** The items of an autotag as rows that can be drawn. */
import { useQuery } from '@tanstack/react-query'
import { searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Autotag } from '@/api/autotag-types'
import { type ImageItem, isObjectItem, type ObjectItem, type SearchItem, type SearchRequest } from '@/api/types'

/** An image, or a label with its image. */
export type Item = ImageItem | ObjectItem

export const itemId = (item: Item): number => ('object' in item ? item.object.id : item.id)

/** Where it opens: its image, and the label in it. */
export const placeOf = (item: Item): { image: number; object: string | null } =>
  'object' in item ? { image: item.image.id, object: `label:${item.object.id}` } : { image: item.id, object: null }

const itemsOf = (rows: readonly SearchItem[]): Item[] => rows.filter((row): row is Item => isObjectItem(row) || 'objects' in row)

function request(autotag: Autotag, part: Partial<SearchRequest>): SearchRequest {
  return { dataset: autotag.dataset, run: null, level: autotag.level, query: '', sort: null, descending: false, limit: 0, offset: 0, confidence: 0, ...part }
}

/** These items, in the order of their ids; without those that are gone. */
export function useItems(autotag: Autotag, ids: readonly number[]): ReadonlyMap<number, Item> {
  const asked = useQuery({
    ...searchQuery(useTransport(), request(autotag, { query: `id in (${ids.join(', ')})`, limit: ids.length })),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  })
  return new Map(itemsOf(asked.data?.items ?? []).map((item) => [itemId(item), item]))
}

/** The items with the highest scores of those that nobody answered; the old ones while newer are under way. */
export function useHighest(autotag: Autotag, limit: number) {
  return useQuery({
    ...searchQuery(useTransport(), request(autotag, { query: `${autotag.field}.given is null`, sort: autotag.field, descending: true, limit })),
    placeholderData: (before) => before,
    select: ({ items }) => itemsOf(items),
  })
}

/** How many items a query of the autotag's level lists. */
export function useCount(autotag: Autotag, query: string): number | null {
  const asked = useQuery({ ...searchQuery(useTransport(), request(autotag, { query })), placeholderData: (before) => before })
  return asked.data?.total ?? null
}
