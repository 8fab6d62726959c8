import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { keys } from '@/api/queries'

/**
 * Reads the data again after it has changed. A question that is under way for the first time is asked anew too: its
 * answer may be older than the change, and TanStack Query alone would keep it as fresh.
 */
export async function refresh(client: QueryClient, but: QueryKey | null = null): Promise<void> {
  const isMeant = (key: QueryKey): boolean => but === null || key[1] !== but[1]
  await client.cancelQueries({ queryKey: keys.all, predicate: ({ queryKey, state }) => isMeant(queryKey) && state.data === undefined })
  await client.invalidateQueries({ queryKey: keys.all, predicate: ({ queryKey }) => isMeant(queryKey) })
}
