/** Chooses a label that was just added, once the server has given it its id. */
import { useCallback, useEffect, useRef } from 'react'
import type { ImageObject } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { isPending } from './label-edits'

/** Call the returned function when a label is added; `choose` is called with its id when it arrives. */
export function useChooseAdded(objects: readonly ImageObject[], choose: (id: string) => void): () => void {
  const before = useRef<ReadonlySet<number> | null>(null)
  useEffect(() => {
    const known = before.current
    if (known === null) return
    const added = confirmed(objects).find(({ id }) => !known.has(id))
    if (added === undefined) return
    before.current = null
    choose(shapeId(added))
  }, [objects, choose])
  return useCallback(() => {
    before.current = new Set(confirmed(objects).map(({ id }) => id))
  }, [objects])
}

const confirmed = (objects: readonly ImageObject[]): ImageObject[] =>
  objects.filter((object) => object.source === 'label' && !isPending(object))
