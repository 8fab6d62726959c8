import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useOpenRow } from '@/actions/grid/use-open-row'
import { type Rows, useRows } from '@/actions/grid/use-rows'
import { useTransport } from '@/api/transport/context'
import type { SearchItem } from '@/api/types'
import { PAGE_SIZE } from '@/lib/row-pages'
import { sequenceEntry } from '@/actions/grid/row-item'
import { rowsQuery } from './row-pictures'
import type { ResultSpec } from './spec'

export type Results = Rows<ResultSpec, SearchItem>

/** The rows of a question, page by page as they come on screen. */
export function useResults(spec: ResultSpec, there: ResultSpec | null): Results {
  const transport = useTransport()
  return useRows<ResultSpec, SearchItem>(spec, there, (asked, page) => rowsQuery(transport, asked, page))
}

/** Opens a row over the page, with the rows beside it as its neighbours. */
export function useOpenResult({ spec, total, item }: Results): (index: number) => void {
  const client = useQueryClient()
  const transport = useTransport()
  const entry = useCallback((index: number) => sequenceEntry(item(index)), [item])
  const fetchEntry = useCallback(
    async (index: number) => {
      const page = await client.ensureQueryData(rowsQuery(transport, spec, Math.floor(index / PAGE_SIZE)))
      return sequenceEntry(page.items[index % PAGE_SIZE])
    },
    [client, transport, spec],
  )
  return useOpenRow({ total, run: spec.run, entry, fetchEntry })
}
