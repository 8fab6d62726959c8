import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useOpenRow } from '@/actions/grid/use-open-row'
import { type Rows, useRows } from '@/actions/grid/use-rows'
import { useTransport } from '@/api/transport/context'
import type { ResultItem } from '@/api/types'
import { PAGE_SIZE } from '@/lib/row-pages'
import { useInTurn } from '../metrics/use-in-turn'
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
