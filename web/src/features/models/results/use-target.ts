import { useCallback } from 'react'
import { useTransport } from '@/api/transport/context'
import type { ResultIds } from '@/api/types'
import { useSelection } from '@/state/selection'
import { namedIds, type ResultList, selectedIds } from './result-list'

/** The ticked labels and predictions; where all results are ticked, the server names them. */
export function useTarget({ run, choice }: ResultList): () => Promise<ResultIds> {
  const transport = useTransport()
  return useCallback(async () => {
    const { rows } = useSelection.getState()
    return rows.all ? selectedIds(rows, await transport.resultIds(run, choice)) : namedIds(rows.ids)
  }, [transport, run, choice])
}
