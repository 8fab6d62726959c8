/** The two long verbs: look for suspects, and compare a run with the labels. Shared, so that two pages never start both. */
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { FindReport, Scope } from '@/api/types'
import { amount } from '@/lib/words'
import { toast } from '@/state/toasts'
import { refresh } from './refresh'

const FIND = ['find'] as const
const EVALUATE = ['evaluate'] as const

export interface Running {
  readonly run: () => void
  readonly isRunning: boolean
}

/** Looks for suspected errors anew; decisions that were made stand. */
export function useFind(scope: Scope): Running {
  const transport = useTransport()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: FIND,
    mutationFn: () => transport.find(scope),
    onSuccess: (report) => {
      toast({ tone: 'done', text: foundWords(report), hint: skippedWords(report) })
      return refresh(client)
    },
    onError: tell,
  })
  return { run: () => mutate(), isRunning: useIsMutating({ mutationKey: FIND }) > 0 }
}

/** Compares the run with the labels at these thresholds; replaces its evaluation. */
export function useEvaluate(run: number | null): Running & { readonly at: (iou: number, confidence: number) => void } {
  const transport = useTransport()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: EVALUATE,
    mutationFn: (thresholds: { iou: number; confidence: number }) =>
      run === null ? Promise.reject(new Error('There is no run to evaluate.')) : transport.evaluate(run, thresholds),
    onSuccess: () => refresh(client),
    onError: tell,
  })
  return {
    run: () => mutate({ iou: 0.5, confidence: 0.25 }),
    at: (iou, confidence) => mutate({ iou, confidence }),
    isRunning: useIsMutating({ mutationKey: EVALUATE }) > 0,
  }
}

const tell = (error: unknown): void => {
  const { message, hint } = explain(error)
  toast({ tone: 'bad', text: message, hint })
}

function foundWords({ found, seconds }: FindReport): string {
  const total = found.reduce((sum, { count }) => sum + count, 0)
  return `${amount(total, 'suspect')} found in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}

const skippedWords = ({ skipped }: FindReport): string => skipped.map(({ reason }) => reason).join(' ')
