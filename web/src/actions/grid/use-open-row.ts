import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { imageQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { preload } from '@/canvas/use-picture'
import { PAGE_SIZE } from '@/lib/row-pages'
import { useGo, usePlace } from '@/state/place'
import { type Sequence, type SequenceEntry, setSequence, useSequence } from '@/state/sequence'

/** A list whose rows can be opened. */
export interface OpenableRows {
  /** Null before the first answer. */
  readonly total: number | null
  readonly run: number | null
  /** What a row that is loaded opens. */
  readonly entry: (index: number) => SequenceEntry | null
  /** The same of any row; fetches its page if need be. */
  readonly fetchEntry: (index: number) => Promise<SequenceEntry | null>
}

/** Opens a row over the page; next and previous then follow the order of this list, also beyond what is loaded. */
export function useOpenRow({ total, run, entry, fetchEntry }: OpenableRows): (index: number) => void {
  const client = useQueryClient()
  const transport = useTransport()
  const go = useGo()
  const sequenceOf = useCallback((index: number): Sequence => ({ total: total ?? 0, index, at: quietly(fetchEntry) }), [total, fetchEntry])
  useAdoptOpenImage(total, entry, sequenceOf)
  return useCallback(
    async (index) => {
      const sequence = sequenceOf(index)
      const opened = await sequence.at(index)
      if (opened === null) return
      // Asked for now, not when the viewer has been drawn.
      void client.prefetchQuery(imageQuery(transport, opened.image, { run, confidence: 0 }))
      if (opened.picture !== undefined) preload(transport.imageUrl(opened.picture))
      setSequence(sequence)
      go({ image: opened.image, object: opened.object })
    },
    [sequenceOf, client, transport, run, go],
  )
}

/** The page cannot be had now: the open image simply has no neighbour there, and the grid says why. */
const quietly =
  (fetchEntry: OpenableRows['fetchEntry']): Sequence['at'] =>
  (index) =>
    fetchEntry(index).catch(() => null)

/** An image that was opened by its address gets its neighbours once it turns up on the first pages of the list. */
function useAdoptOpenImage(total: number | null, entry: OpenableRows['entry'], sequenceOf: (index: number) => Sequence): void {
  const image = usePlace((place) => place.image)
  useEffect(() => {
    if (image === null || total === null || useSequence.getState().sequence !== null) return
    const seen = Math.min(total, 2 * PAGE_SIZE)
    for (let index = 0; index < seen; index += 1) {
      if (entry(index)?.image === image) return setSequence(sequenceOf(index))
    }
  }, [image, total, entry, sequenceOf])
  // Another page has another order, or none.
  useEffect(() => () => setSequence(null), [])
}
