/** The spot check that is judged: kept in the URL, drawn by the server, left when its end is reached or asked for. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { keys, searchQuery } from '@/api/queries'
import { spotCheckQuery } from '@/api/issue-queries'
import type { SpotCheck } from '@/api/issue-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Scope } from '@/api/types'
import { useGo, usePlace } from '@/state/place'
import { toast } from '@/state/toasts'
import { checkFilter, issueRequest } from './issue-query'

/** How many a person is asked to judge: enough to tell a share of 84 % as 66 to 93 %. */
export const SPOT_CHECK_SIZE = 30

export interface SpotChecking {
  /** Null while none is judged, and before the server has told it. */
  readonly check: SpotCheck | null
  /** A check is judged, though the server may not have told it yet. */
  readonly isOn: boolean
  readonly isDrawing: boolean
  /** Draws suspects of a kind, or of the whole list for null. */
  readonly begin: (kind: string | null) => void
  readonly resume: (id: number) => void
  readonly end: () => void
}

export function useSpotCheck(scope: Scope): SpotChecking {
  const transport = useTransport()
  const client = useQueryClient()
  const go = useGo()
  const id = usePlace((place) => place.check)
  const [isDrawing, setDrawing] = useState(false)
  const { data } = useQuery({ ...spotCheckQuery(transport, id ?? -1), enabled: id !== null })
  const resume = (check: number): void => go({ check, state: null, issue: null, sel: '' })
  const begin = (kind: string | null): void => {
    setDrawing(true)
    transport
      .beginSpotCheck({ ...scope, kind, size: SPOT_CHECK_SIZE })
      .then(async (drawn) => {
        client.setQueryData(spotCheckQuery(transport, drawn.id).queryKey, drawn)
        // The cards are there when the check opens, so that the first key already judges the first of them.
        await client.prefetchQuery(searchQuery(transport, issueRequest(scope, checkFilter(drawn.issues), 0)))
        resume(drawn.id)
      }, (error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }))
      .finally(() => setDrawing(false))
  }
  return {
    check: id !== null && data?.id === id ? data : null,
    isOn: id !== null,
    isDrawing,
    begin,
    resume,
    end: () => {
      void client.invalidateQueries({ queryKey: [...keys.all, 'precision'] })
      go({ check: null, issue: null })
    },
  }
}
