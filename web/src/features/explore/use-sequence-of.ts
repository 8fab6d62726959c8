import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { imageQuery, searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { preload } from '@/canvas/use-picture'
import { useGo, usePlace } from '@/state/place'
import { type Sequence, setSequence, useSequence } from '@/state/sequence'
import { sequenceEntry } from './grid/item'
import { PAGE_SIZE, pageRequest, type ResultSpec } from './spec'
import type { Results } from './use-results'

/** The order of this list, standing at `index`. */
function useSequenceOf(spec: ResultSpec, total: number): (index: number) => Sequence {
  const client = useQueryClient()
  const transport = useTransport()
  return useCallback(
    (index) => ({
      total,
      index,
      at: async (wanted) => {
        try {
          const page = await client.ensureQueryData(searchQuery(transport, pageRequest(spec, Math.floor(wanted / PAGE_SIZE))))
          return sequenceEntry(page.items[wanted % PAGE_SIZE])
        } catch {
          // The page cannot be had now: the open image simply has no neighbour there, and the grid says why.
          return null
        }
      },
    }),
    [client, transport, spec, total],
  )
}

/** Opens a row over the page; next and previous then follow the order of this list, also beyond what is loaded. */
export function useOpenRow(spec: ResultSpec, total: number): (index: number) => Promise<void> {
  const sequenceOf = useSequenceOf(spec, total)
  const client = useQueryClient()
  const transport = useTransport()
  const go = useGo()
  const { run } = spec
  return useCallback(
    async (index) => {
      const sequence = sequenceOf(index)
      const entry = await sequence.at(index)
      if (entry === null) return
      // Asked for now, not when the viewer has been drawn.
      void client.prefetchQuery(imageQuery(transport, entry.image, { run, confidence: 0 }))
      if (entry.picture !== undefined) preload(transport.imageUrl(entry.picture))
      setSequence(sequence)
      go({ image: entry.image, object: entry.object })
    },
    [sequenceOf, client, transport, run, go],
  )
}

/** An image that was opened by its address gets its neighbours once it turns up on the first pages of the list. */
export function useAdoptOpenImage({ spec, total, item }: Pick<Results, 'spec' | 'total' | 'item'>): void {
  const sequenceOf = useSequenceOf(spec, total ?? 0)
  const image = usePlace((place) => place.image)
  useEffect(() => {
    if (image === null || total === null || useSequence.getState().sequence !== null) return
    const seen = Math.min(total, 2 * PAGE_SIZE)
    for (let index = 0; index < seen; index += 1) {
      if (sequenceEntry(item(index))?.image === image) return setSequence(sequenceOf(index))
    }
  }, [image, total, item, sequenceOf])
  // Another page has another order, or none.
  useEffect(() => () => setSequence(null), [])
}
