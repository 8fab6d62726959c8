/** Measuring: long work of the server that any page may begin, watch and cancel. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import { jobsQuery } from '@/api/field-queries'
import type { Job } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Scope } from '@/api/types'
import { amount, number } from '@/lib/words'
import { toast } from '@/state/toasts'
import { refresh } from './refresh'

/** The job whose end is waited for: told once, however many components watch it. */
const useWatched = create<{ readonly id: number | null }>(() => ({ id: null }))

export interface Measuring {
  /** The job that runs now, whoever began it. */
  readonly job: Job | null
  readonly isStarting: boolean
  /** Measures these metrics, by their slugs; null: all that can be. */
  readonly start: (metrics: readonly string[] | null) => void
  readonly cancel: () => void
}

export function useMeasuring({ dataset, run }: Scope): Measuring {
  const transport = useTransport()
  const client = useQueryClient()
  const { queryKey } = jobsQuery(transport)
  const { data: jobs } = useQuery(jobsQuery(transport))
  const job = jobs?.find(({ state }) => state === 'running') ?? null
  const put = (next: Job): void => {
    client.setQueryData(queryKey, (old) => [next, ...(old ?? []).filter(({ id }) => id !== next.id)])
    void client.invalidateQueries({ queryKey })
  }
  const { mutate, isPending } = useMutation({
    mutationFn: (metrics: readonly string[] | null) => transport.measure({ dataset, run, metrics: metrics === null ? null : [...metrics] }),
    onSuccess: put,
    onError: tell,
  })
  useEnd(jobs)
  return {
    job,
    isStarting: isPending,
    start: mutate,
    cancel: () => {
      if (job !== null) transport.cancelJob(job.id).then(put, tell)
    },
  }
}

/** Says how the watched job ended, and reads anew what it has changed. */
function useEnd(jobs: readonly Job[] | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    const { id } = useWatched.getState()
    const watched = jobs?.find((job) => job.id === id)
    if (watched !== undefined && watched.state !== 'running') {
      useWatched.setState({ id: null })
      tellEnd(watched)
      void refresh(client)
    }
    const running = jobs?.find(({ state }) => state === 'running')
    if (running !== undefined) useWatched.setState({ id: running.id })
  }, [jobs, client])
}

function tellEnd({ state, title, error, result }: Job): void {
  if (state === 'failed') toast({ tone: 'bad', text: `${title} failed`, hint: error ?? '' })
  else if (state === 'cancelled') toast({ tone: 'done', text: `${title} was cancelled`, hint: 'What was measured so far is kept: the next time goes on from there.' })
  else toast({ tone: 'done', text: doneWords(result) })
}

function doneWords(result: Job['result']): string {
  if (result === null) return 'Measured'
  const { measured, failures, seconds } = result
  const failed = failures === 0 ? '' : `, ${number(failures)} could not be measured`
  return `${amount(measured, 'value')} measured in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s${failed}`
}

const tell = (error: unknown): void => {
  const { message, hint } = explain(error)
  toast({ tone: 'bad', text: message, hint })
}
