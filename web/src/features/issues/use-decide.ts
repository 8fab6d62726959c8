/** Decisions on issues: done at once on screen, sent in the background, taken back with a reason if refused. */
import { useCallback, useEffect, useRef } from 'react'
import { useEditing } from '@/actions/editing'
import { ApiError } from '@/api/transport/errors'
import type { DecideRequest, IssueItem } from '@/api/types'
import { useGo } from '@/state/place'
import { toast } from '@/state/toasts'
import { begin, confirm, refuse, rewind } from './session'
import { readSession, updateSession } from './sitting'

export interface Decision {
  readonly issues: readonly IssueItem[]
  readonly decision: DecideRequest['decision']
  readonly classId?: number
}

let nextKey = 1

const isGone = (error: unknown): boolean => error instanceof ApiError && (error.code === 'edit-conflict' || error.code === 'not-found')

export function useDecide(dataset: number): (decision: Decision) => void {
  const { decide } = useEditing()
  const go = useGo()
  const inSight = useRef(false)
  useEffect(() => {
    inSight.current = true
    return () => void (inSight.current = false)
  }, [])
  return useCallback(
    ({ issues, decision, classId }) => {
      const key = nextKey++
      const ids = issues.map(({ id }) => id)
      const outcome = decision === 'keep' ? 'kept' : 'fixed'
      updateSession(dataset, (old) => begin(old, { key, ids, kinds: countKinds(issues), outcome, at: Date.now() }))
      const request = { ids, decision, ...(classId === undefined ? {} : { class_id: classId }) }
      const refused = ({ message, hint }: { message: string; hint: string }, error: unknown): void => {
        // Told once: on the card, or where that may not be a suspect any more, or is not on screen, in a toast.
        const isOnCard = inSight.current && !isGone(error)
        updateSession(dataset, (old) => refuse(old, key, isOnCard ? `${message} ${hint}`.trim() : null))
        if (!isOnCard) toast({ tone: 'bad', text: message, hint })
        if (inSight.current) go({ issue: ids[0] ?? null }, { replace: true })
      }
      void decide(request, {}, refused).then((change) => {
        if (change !== null) updateSession(dataset, (old) => confirm(old, key, change.id, Date.now()))
      })
    },
    [dataset, decide, go],
  )
}

/** Brings the card of an undone decision back in view. `redo` is the journal entry that would be redone next. */
export function useReturn(dataset: number, redo: number | null, kind: string | null): void {
  const go = useGo()
  const seen = useRef(redo)
  useEffect(() => {
    if (seen.current === redo) return
    seen.current = redo
    if (redo === null) return
    const before = readSession(dataset)
    const { session, back } = rewind(before, redo)
    const [first] = back
    if (first === undefined) return
    updateSession(dataset, () => session)
    const entry = before.decided.find(({ ids }) => ids.includes(first))
    const fits = kind === null || entry?.kinds[kind] !== undefined
    go({ issue: first, state: null, ...(fits ? {} : { kind: null }) }, { replace: true })
  }, [dataset, redo, kind, go])
}

function countKinds(issues: readonly IssueItem[]): Record<string, number> {
  const kinds: Record<string, number> = {}
  for (const { kind } of issues) kinds[kind] = (kinds[kind] ?? 0) + 1
  return kinds
}
