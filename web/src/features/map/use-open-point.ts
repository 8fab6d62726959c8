import { useCallback } from 'react'
import { sequenceEntry } from '@/actions/grid/row-item'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useGo } from '@/state/place'
import { setSequence } from '@/state/sequence'
import { toast } from '@/state/toasts'
import { itemsRequest } from './items'
import type { MapSpec } from './use-map-spec'

/** Opens the image, or the label in it, behind a point. A point knows its id alone: where it lies is asked for now. */
export function useOpenPoint(spec: MapSpec): (id: number) => void {
  const transport = useTransport()
  const go = useGo()
  return useCallback(
    (id) => {
      transport.search(itemsRequest(spec, [id])).then(
        ({ items }) => {
          const entry = sequenceEntry(items[0])
          if (entry === null) return
          setSequence(null)
          go({ image: entry.image, object: entry.object })
        },
        (error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }),
      )
    },
    [transport, go, spec],
  )
}
