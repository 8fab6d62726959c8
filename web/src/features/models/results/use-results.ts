import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useOpenRow } from '@/actions/grid/use-open-row'
import { type Rows, useRows } from '@/actions/grid/use-rows'
import { metricsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ResultItem } from '@/api/types'
import { PAGE_SIZE } from '@/lib/row-pages'
import { nextStep } from '../metrics/next-step'
import { useInTurn } from '../metrics/use-in-turn'
import type { Thresholds } from '../metrics/use-metrics'
import { entryOf, type ResultList } from './result-list'
import { listQuery } from './result-pictures'

export type Results = Rows<ResultList, ResultItem>

/** The results of a list; while thresholds move, one list is asked for at a time, and the old one stays on screen. */
export function useResults(wished: ResultList, there: ResultList | null): Results {
  const transport = useTransport()
  const { sent, settle } = useInTurn(wished)
  const rows = useRows<ResultList, ResultItem>(sent, there, (list, page) => listQuery(transport, list, page))
  settle(rows.isAsking)
  return rows
}

/** Asks for the first results of a list beside the metrics that will call for them; null asks for nothing. */
export function useResultsAhead(list: ResultList | null): void {
  const client = useQueryClient()
  const transport = useTransport()
  useEffect(() => {
    if (list !== null) void client.prefetchQuery(listQuery(transport, list, 0))
  }, [client, transport, list])
}

/**
 * Asks for what one more step of a threshold would show, once what its last step showed is there: whoever went one
 * step looks, and goes on. `listAt` names the list at thresholds; null asks for nothing.
 */
export function useStepAhead(thresholds: Thresholds, isThere: boolean, query: string, listAt: ((thresholds: Thresholds) => ResultList) | null): void {
  const client = useQueryClient()
  const transport = useTransport()
  const [way, setWay] = useState({ thresholds, next: null as Thresholds | null })
  if (way.thresholds !== thresholds) setWay({ thresholds, next: nextStep(way.thresholds, thresholds) })
  const next = isThere ? way.next : null
  useEffect(() => {
    if (next === null || listAt === null) return
    const list = listAt(next)
    void client.prefetchQuery(metricsQuery(transport, list.run, { ...next, query }))
    void client.prefetchQuery(listQuery(transport, list, 0))
  }, [client, transport, next, query, listAt])
}

/** Opens a result over the page, with the results beside it as its neighbours. */
export function useOpenResult({ spec, total, item }: Results): (index: number) => void {
  const client = useQueryClient()
  const transport = useTransport()
  const entry = useCallback((index: number) => entryOf(item(index)), [item])
  const fetchEntry = useCallback(
    async (index: number) => {
      const page = await client.ensureQueryData(listQuery(transport, spec, Math.floor(index / PAGE_SIZE)))
      return entryOf(page.items[index % PAGE_SIZE])
    },
    [client, transport, spec],
  )
  return useOpenRow({ total, run: spec.run, entry, fetchEntry })
}
