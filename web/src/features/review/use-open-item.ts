import { type OpenableRows, useOpenRow } from '@/actions/grid/use-open-row'
import type { ReviewQuestion } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import type { SequenceEntry } from '@/state/sequence'

/** Opens the image that an item lies in; next and previous then follow the order of the wall. */
export function useOpenItem({ dataset, run, level }: ReviewQuestion, ids: Int32Array): (id: number) => void {
  const transport = useTransport()
  const fetchEntry = async (index: number): Promise<SequenceEntry | null> => {
    const id = ids[index]
    if (id === undefined) return null
    const page = await transport.search({ dataset, run, level, query: `id = ${id}`, sort: 'id', descending: false, limit: 1, offset: 0, confidence: 1 })
    return entryOf(page.items[0])
  }
  const rows: OpenableRows = { total: ids.length, run, entry: () => null, fetchEntry }
  const open = useOpenRow(rows)
  return (id) => open(ids.indexOf(id))
}

function entryOf(item: SearchItem | undefined): SequenceEntry | null {
  if (item === undefined) return null
  if (isObjectItem(item)) return { image: item.image.id, object: `${item.object.source}:${item.object.id}`, picture: item.image }
  return isImageItem(item) ? { image: item.id, object: null, picture: item } : null
}
