/** Shows an edit at once in everything that is cached, and takes it back if the server refuses. */
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import {
  type DrawnImage,
  type ImageDetail,
  type ImageObject,
  isImageItem,
  isIssue,
  isObjectItem,
  type IssueItem,
  type SearchItem,
  type SearchPage,
} from '@/api/types'

/** What an edit does to what is on screen. Null takes the thing away; without a function it stays as it is. */
export interface Patch {
  readonly object?: (object: ImageObject) => ImageObject | null
  readonly image?: (image: DrawnImage) => DrawnImage | null
  readonly issue?: (issue: IssueItem) => IssueItem | null
}

const keep = <T>(value: T): T => value

function patchImage<T extends DrawnImage>(image: T, patch: Patch): T | null {
  const changed = (patch.image ?? keep)(image)
  if (changed === null) return null
  if (patch.object === undefined) return { ...image, ...changed }
  const objects = image.objects.map(patch.object).filter((object) => object !== null)
  const lost = (source: string): number => image.objects.filter((o) => o.source === source).length - objects.filter((o) => o.source === source).length
  return { ...image, ...changed, objects, labels: changed.labels - lost('label'), predictions: changed.predictions - lost('prediction') }
}

/** One item of a page after the edit. */
export function patchItem(item: SearchItem, patch: Patch): SearchItem | null {
  if (isIssue(item)) return (patch.issue ?? keep)(item)
  if (isImageItem(item)) return patchImage(item, patch)
  if (isObjectItem(item)) {
    const object = (patch.object ?? keep)(item.object)
    return object === null ? null : { ...item, object }
  }
  return item
}

/** One page after the edit; what is taken away also leaves the total. */
export function patchPage(page: SearchPage, patch: Patch): SearchPage {
  const items = page.items.map((item) => patchItem(item, patch)).filter((item) => item !== null)
  // The items of a page are all of one level, and a patch keeps each at its level.
  return { ...page, items, total: page.total - (page.items.length - items.length) } as SearchPage
}

/** Applies the patch to every cached page and image; returns the way back. */
export async function applyPatch(client: QueryClient, patch: Patch): Promise<() => void> {
  if (Object.keys(patch).length === 0) return () => {}
  await Promise.all([client.cancelQueries({ queryKey: keys.searches }), client.cancelQueries({ queryKey: keys.images })])
  const before = [...client.getQueriesData({ queryKey: keys.searches }), ...client.getQueriesData({ queryKey: keys.images })]
  client.setQueriesData<SearchPage>({ queryKey: keys.searches }, (page) => page && patchPage(page, patch))
  client.setQueriesData<ImageDetail>({ queryKey: keys.images }, (image) => image && (patchImage(image, patch) ?? image))
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data)
  }
}
