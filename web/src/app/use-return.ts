import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { ServerGone } from '@/api/transport/errors'
import { serverLeft, serverReturned, useConnection } from '@/lib/connection'

/** Asks again for all that got no answer, once the server answers again: nobody has to press anything. */
export function useReturn(): void {
  const client = useQueryClient()
  const { dataUpdatedAt } = useQuery(projectQuery(useTransport()))
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error' && event.action.error instanceof ServerGone) serverLeft()
      }),
    [client],
  )
  useEffect(() => {
    if (!useConnection.getState().isAway) return
    serverReturned()
    void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.error instanceof ServerGone })
  }, [client, dataUpdatedAt])
}
