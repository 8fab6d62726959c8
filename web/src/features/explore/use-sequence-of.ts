import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { useGo } from '@/state/place'
import { type SequenceEntry, setSequence } from '@/state/sequence'
import { sequenceEntry } from './grid/item'
import { PAGE_SIZE, pageRequest, type ResultSpec } from './spec'

/** Opens a row over the page; next and previous then follow the order of this list, also beyond what is loaded. */
export function useOpenRow(spec: ResultSpec, total: number): (index: number) => Promise<void> {
  const client = useQueryClient()
  const transport = useTransport()
  const go = useGo()
  return useCallback(
    async (index) => {
      const at = async (wanted: number): Promise<SequenceEntry | null> => {
        try {
          const page = await client.ensureQueryData(searchQuery(transport, pageRequest(spec, Math.floor(wanted / PAGE_SIZE))))
          return sequenceEntry(page.items[wanted % PAGE_SIZE])
        } catch {
          // The page cannot be had now: the open image simply has no neighbour there, and the grid says why.
          return null
        }
      }
      const entry = await at(index)
      if (entry === null) return
      setSequence({ total, index, at })
      go({ image: entry.image, object: entry.object })
    },
    [client, transport, spec, total, go],
  )
}
