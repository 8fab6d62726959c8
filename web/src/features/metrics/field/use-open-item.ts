import { useCallback, useEffect } from 'react'
import type { FieldItem } from '@/api/field-types'
import { shapeId } from '@/canvas/shape-of'
import { useGo } from '@/state/place'
import { type SequenceEntry, setSequence } from '@/state/sequence'

const entryOf = (item: FieldItem | undefined): SequenceEntry | null =>
  item === undefined ? null : { image: item.image.id, object: item.object === null ? null : shapeId(item.object) }

/** Opens an item over the page; next and previous follow the order of its list. */
export function useOpenItem(): (items: readonly FieldItem[], index: number) => void {
  const go = useGo()
  useEffect(() => () => setSequence(null), [])
  return useCallback(
    (items, index) => {
      const entry = entryOf(items[index])
      if (entry === null) return
      setSequence({ total: items.length, index, at: (at) => Promise.resolve(entryOf(items[at])) })
      go({ image: entry.image, object: entry.object })
    },
    [go],
  )
}
