import { useQueryClient } from '@tanstack/react-query'
import { useTransport } from '@/api/transport/context'
import { rowsQuery } from '../row-pictures'
import { useSpec } from '../use-spec'

/** Asks for the first rows of another query, and for their pictures, before the query is chosen. */
export function useRowsAhead(): (query: string) => void {
  const client = useQueryClient()
  const transport = useTransport()
  const spec = useSpec()
  return (query) => {
    if (spec !== null) void client.prefetchQuery(rowsQuery(transport, { ...spec, query }, 0))
  }
}
