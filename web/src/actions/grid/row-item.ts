/** What the grid needs to know of a row, whatever its level. */
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { hasPicture } from '@/lib/image-problems'
import type { SequenceEntry } from '@/state/sequence'

/** The id that is selected and edited. */
export function rowId(item: SearchItem): number {
  return isObjectItem(item) ? item.object.id : item.id
}

/** What the row is sorted by, where it is loaded. */
export function sortValue(item: SearchItem | undefined): string | number | boolean | null {
  return item !== undefined && 'sort_value' in item ? item.sort_value : null
}

/** What opens when the row is opened. */
export function sequenceEntry(item: SearchItem | undefined): SequenceEntry | null {
  if (item === undefined) return null
  if (isImageItem(item)) return { image: item.id, object: null, ...(hasPicture(item.problem) && { picture: item }) }
  if (isObjectItem(item)) return { image: item.image.id, object: `${item.object.source}:${item.object.id}` }
  return null
}
