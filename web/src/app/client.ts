import { QueryClient } from '@tanstack/react-query'
import { ServerGone } from '@/api/transport/errors'

/** The memory of what the server said. */
export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        // A refusal stays a refusal; only a server that does not answer is worth asking again.
        retry: (failures, error) => error instanceof ServerGone && failures < 2,
      },
    },
  })
}
