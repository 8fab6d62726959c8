/** What a search lists, as items with pictures; those of one group side by side. */
import type { FieldItem } from '@/api/field-types'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'

export type Pictured = Pick<FieldItem, 'value' | 'image' | 'object'>

export interface Bunch {
  readonly key: string
  readonly items: readonly Pictured[]
}

const sortValue = (item: SearchItem) => (isImageItem(item) || isObjectItem(item) ? item.sort_value : null)

export function itemsOf(items: readonly SearchItem[]): Pictured[] {
  return items.flatMap((item): Pictured[] => {
    if (isObjectItem(item)) return [{ value: null, image: item.image, object: item.object }]
    return isImageItem(item) ? [{ value: null, image: item, object: null }] : []
  })
}

/** A bunch for each value that the rows are sorted by; the largest first. */
export function bunchesOf(items: readonly SearchItem[]): Bunch[] {
  const bunches = new Map<string, SearchItem[]>()
  for (const item of items) {
    const key = String(sortValue(item))
    bunches.set(key, [...(bunches.get(key) ?? []), item])
  }
  return [...bunches].map(([key, some]) => ({ key, items: itemsOf(some) })).sort((a, b) => b.items.length - a.items.length)
}
