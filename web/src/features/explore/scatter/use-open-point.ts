import { useCallback } from 'react'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useGo } from '@/state/place'
import { toast } from '@/state/toasts'
import { sequenceEntry } from '@/actions/grid/row-item'
import { pageRequest, type ResultSpec } from '../spec'

/** Opens the row behind a point. A point knows its id alone: where it lies is asked for now. */
export function useOpenPoint(spec: ResultSpec): (id: number) => void {
  const transport = useTransport()
  const go = useGo()
  return useCallback(
    (id) => {
      const request = { ...pageRequest(spec, 0), query: `id = ${id}`, sort: null, limit: 1 }
      transport.search(request).then(
        ({ items }) => {
          const entry = sequenceEntry(items[0])
          if (entry !== null) go({ image: entry.image, object: entry.object })
        },
        (error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }),
      )
    },
    [transport, go, spec],
  )
}
