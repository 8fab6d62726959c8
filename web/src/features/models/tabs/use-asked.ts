import { type QueryKey, useQuery, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunQuestion } from '@/api/run-queries'
import { useInTurn } from '../metrics/use-in-turn'
import type { TabProps } from '../tab'

/** The answer to a question about the run; while a threshold is dragged, one request is under way at a time. */
export function useAsked<T, K extends QueryKey>(
  { scope: { run }, thresholds, query }: Pick<TabProps, 'scope' | 'thresholds' | 'query'>,
  ask: (question: RunQuestion) => UseQueryOptions<T, Error, T, K>,
): UseQueryResult<T> {
  const wished = useMemo((): RunQuestion => ({ run, query, ...thresholds }), [run, query, thresholds])
  const { sent, settle } = useInTurn(wished)
  const asked = useQuery(ask(sent))
  settle(asked.isFetching)
  return asked
}
