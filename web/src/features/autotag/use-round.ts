import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { autotagRoundQuery, autotagsQuery } from '@/api/autotag-queries'
import type { Autotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'
import { type Answer, answersOf, nextQuestion } from './round'
import { useTeach } from './use-teach'

export interface Round {
  /** From 1. */
  readonly number: number
  /** What is asked; null while it is under way. */
  readonly ids: readonly number[] | null
  readonly error: Error | null
  readonly answers: ReadonlyMap<number, Answer>
  /** The question now; null when all are answered. */
  readonly question: number | null
  readonly point: (id: number) => void
  readonly answer: (answer: Answer) => void
  readonly next: () => void
}

const NONE: readonly number[] = []

/** Rounds of questions about an autotag. What was skipped is not asked again before the page is left, nor what is on its way. */
export function useRound(autotag: Autotag): Round {
  const teach = useTeach()
  const transport = useTransport()
  // Read here as well as above: what the page hands down is drawn a moment after the list has changed, and a question
  // that was open again in between would take the next key.
  const standing = useQuery(autotagsQuery(transport, autotag.dataset)).data?.find(({ id }) => id === autotag.id) ?? autotag
  const [number, setNumber] = useState(1)
  const [local, setLocal] = useState<ReadonlyMap<number, Answer>>(new Map())
  const [pointed, setPointed] = useState<number | null>(null)
  const { data, error } = useQuery(autotagRoundQuery(transport, autotag.id, number, [...local.keys()]))
  const ids = data ?? NONE
  const answers = answersOf(ids, standing, local)
  const question = nextQuestion(ids, answers, pointed)

  const note = (id: number, answer: Answer | null): void =>
    setLocal((old) => {
      const now = new Map(old)
      if (answer === null) now.delete(id)
      else now.set(id, answer)
      return now
    })
  const answer = (given: Answer): void => {
    if (question === null) return
    note(question, given)
    if (given === 'skipped') return
    // Once the server has it, what stands decides: an undo brings the question back.
    void teach(autotag, given === 'yes' ? { yes: [question] } : { no: [question] }).then(() => note(question, null))
  }
  return { number, ids: data ?? null, error, answers, question, point: setPointed, answer, next: () => setNumber((old) => old + 1) }
}
