/** The image before and after the open one: along the list it was opened from, else along the dataset. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { imageQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import { isImageItem, type Scope } from '@/api/types'
import { preload } from '@/canvas/use-picture'
import { useGo } from '@/state/place'
import { type SequenceEntry, stepSequence, useSequence } from '@/state/sequence'

export interface Neighbours {
  /** Null where the image was opened by its address alone. */
  readonly position: { readonly index: number; readonly total: number } | null
  /** Opens the next or the previous image; stays where there is none. */
  step(by: 1 | -1): void
  /** The next image, unopened; null at the end. */
  next(): Promise<SequenceEntry | null>
}

export function useNeighbours(image: number, scope: Scope): Neighbours {
  const go = useGo()
  const transport = useTransport()
  const client = useQueryClient()
  const sequence = useSequence((state) => state.sequence)

  const step = useCallback(
    (by: 1 | -1): void => {
      const found = sequence === null ? alongDataset(transport, scope, image, by) : stepSequence(by)
      void found.then((entry) => {
        if (entry !== null) go({ image: entry.image, object: entry.object }, { replace: true })
      })
    },
    [go, image, scope, sequence, transport],
  )

  const next = useCallback(
    () => (sequence === null ? alongDataset(transport, scope, image, 1) : peek(sequence, 1)),
    [image, scope, sequence, transport],
  )

  useEffect(() => {
    let current = true
    const fetchAhead = async (): Promise<void> => {
      const entry = await next()
      if (entry === null || !current) return
      const detail = await client.fetchQuery(imageQuery(transport, entry.image, { run: scope.run, confidence: 0 }))
      if (current) preload(transport.imageUrl(detail))
    }
    // A failure here is told when the image is opened; until then nobody asked for it.
    fetchAhead().catch(() => undefined)
    return () => {
      current = false
    }
  }, [client, next, scope, transport])

  const position = sequence === null ? null : { index: sequence.index, total: sequence.total }
  return { position, step, next }
}

type ShownSequence = NonNullable<ReturnType<typeof useSequence.getState>['sequence']>

async function peek(sequence: ShownSequence, by: number): Promise<SequenceEntry | null> {
  const index = sequence.index + by
  return index < 0 || index >= sequence.total ? null : sequence.at(index)
}

/** The next image of the dataset by id. */
async function alongDataset(
  transport: Transport,
  scope: Scope,
  image: number,
  by: 1 | -1,
): Promise<SequenceEntry | null> {
  const page = await transport.search({
    ...scope,
    level: 'image',
    query: by === 1 ? `id > ${image}` : `id < ${image}`,
    sort: 'id',
    descending: by === -1,
    limit: 1,
  })
  const [item] = page.items
  return item !== undefined && isImageItem(item) ? { image: item.id, object: null } : null
}
