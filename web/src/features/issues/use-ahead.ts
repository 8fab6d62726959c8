/** Fetches what the next cards will need before they are asked for: the image's objects and its pixels. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { imageQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { preload } from '@/canvas/use-picture'
import { VIEW_SIZE } from './issue-view'
import type { IssueList } from './use-issue-list'

const AHEAD = 3

export function useAhead({ items, at }: Pick<IssueList, 'items' | 'at'>, run: number | null): void {
  const client = useQueryClient()
  const transport = useTransport()
  const next = items.slice(Math.max(at, 0), at + 1 + AHEAD)
  const images = next.map(({ image }) => image.id).join(' ')
  useEffect(() => {
    for (const { image } of next) {
      void client.prefetchQuery(imageQuery(transport, image.id, { run, confidence: 0 }))
      preload(transport.imageUrl(image, VIEW_SIZE))
    }
    // The images are what counts, not the list that names them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [images, run, client, transport])
}
