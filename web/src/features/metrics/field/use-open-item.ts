import { useCallback, useEffect } from 'react'
import { shapeId } from '@/canvas/shape-of'
import { useGo } from '@/state/place'
import { type SequenceEntry, setSequence } from '@/state/sequence'
import type { Pictured } from './terms'

const entryOf = (item: Pictured | undefined): SequenceEntry | null =>
  item === undefined ? null : { image: item.image.id, object: item.object === null ? null : shapeId(item.object) }

/** Opens an item over the page; next and previous follow the order of its list. */
export function useOpenItem(): (items: readonly Pictured[], index: number) => void {
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
