/** What thresholds show is asked for before it is drawn: at the press that moves them, and one step beyond the last. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { metricsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { usePlace } from '@/state/place'
import type { Lit } from '../cells/cells-text'
import { nextStep } from '../metrics/next-step'
import type { Thresholds } from '../metrics/use-metrics'
import type { RunScope } from '../tab'
import { ORDERS, type ResultList } from './result-list'
import { listQuery } from './result-pictures'

/** The list of results at any thresholds. */
export type ListAt = (thresholds: Thresholds) => ResultList

/** Asks for the metrics and the first results at thresholds; each once, however often it is called. */
export type Ask = (thresholds: Thresholds) => void

/** Which list the page shows: that of the lit cells, of the slice `query`, and of the objects `within`. */
export function useListAt({ run }: RunScope, lit: Lit | null, query: string, within: string): ListAt {
  const order = usePlace((place) => ORDERS.find(({ value }) => value === place.order)?.value ?? 'confidence-down')
  const spots = useMemo(() => JSON.stringify(lit?.spots() ?? null), [lit])
  return useCallback(
    ({ iou, confidence, shape }) => ({
      run,
      order,
      choice: { iou, confidence, shape, query, within, cells: JSON.parse(spots) as ResultList['choice']['cells'] },
    }),
    [run, order, query, within, spots],
  )
}

export function useAsk(listAt: ListAt): Ask {
  const client = useQueryClient()
  const transport = useTransport()
  return useCallback(
    ({ iou, confidence, shape }) => {
      const list = listAt({ iou, confidence, shape })
      void client.prefetchQuery(listQuery(transport, list, 0))
      void client.prefetchQuery(metricsQuery(transport, list.run, { iou, confidence, shape, query: list.choice.query }))
    },
    [client, transport, listAt],
  )
}

/**
 * Asks for what one more step of a threshold would show, once what its last step showed is there: whoever went one
 * step looks, and goes on.
 */
export function useStepAhead(thresholds: Thresholds, isThere: boolean, ask: Ask | null): void {
  const [way, setWay] = useState({ thresholds, next: null as Thresholds | null })
  if (way.thresholds !== thresholds) setWay({ thresholds, next: nextStep(way.thresholds, thresholds) })
  const next = isThere ? way.next : null
  useEffect(() => {
    if (next !== null) ask?.(next)
  }, [next, ask])
}
