/** Long work of the server: watched by every page, told once when it ends, and cancelled by any. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import { jobsQuery } from '@/api/field-queries'
import type { Job } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { amount, number } from '@/lib/words'
import { type Toast, toast } from '@/state/toasts'
import { refresh } from './refresh'

/** What the server calls the job that trains before and after. */
export const FIX_JOB = 'Did the fix help?'

/** The job whose end is waited for: told once, however many components watch it. */
const useWatched = create<{ readonly known: Job | null }>(() => ({ known: null }))

export interface RunningJob {
  /** The job that runs now, whoever began it. */
  readonly job: Job | null
  /** Takes a job that was begun. */
  readonly put: (job: Job) => void
  readonly cancel: () => void
}

export function useJobs(): RunningJob {
  const transport = useTransport()
  const client = useQueryClient()
  const { queryKey } = jobsQuery(transport)
  const { data: jobs } = useQuery(jobsQuery(transport))
  const job = jobs?.find(({ state }) => state === 'running') ?? null
  const put = (next: Job): void => {
    client.setQueryData(queryKey, (old) => [next, ...(old ?? []).filter(({ id }) => id !== next.id)])
    void client.invalidateQueries({ queryKey })
  }
  useEnd(jobs)
  return {
    job,
    put,
    cancel: () => {
      if (job !== null) transport.cancelJob(job.id).then(put, tell)
    },
  }
}

/** Says how the watched job ended, and reads anew what it has changed. */
function useEnd(jobs: readonly Job[] | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    const { known } = useWatched.getState()
    const watched = jobs?.find(({ id }) => id === known?.id)
    if (known !== null && jobs !== undefined && watched?.state !== 'running') {
      useWatched.setState({ known: null })
      if (watched === undefined) tellCutOff(known)
      else tellEnd(watched)
      void refresh(client)
    }
    const running = jobs?.find(({ state }) => state === 'running')
    if (running !== undefined) useWatched.setState({ known: running })
  }, [jobs, client])
}

const keptOf = (title: string): string => (title === FIX_JOB ? 'Nothing of it is kept.' : 'What was done so far is kept: the next time goes on from there.')

/** The server knows nothing of a job that ran: it is another one by now. */
function tellCutOff({ title }: Job): void {
  toast({ tone: 'bad', text: `${title} was cut off`, hint: `The server was started anew. ${keptOf(title)}` })
}

function tellEnd(job: Job): void {
  const { state, title, error } = job
  if (state === 'failed') toast({ tone: 'bad', text: `${title} failed`, hint: error ?? '' })
  else if (state === 'cancelled') toast({ tone: 'done', text: `${title} was cancelled`, hint: keptOf(title) })
  else toast(ended(job))
}

/** Done is told as it went: where all that it looked at failed it is no success, and where some did, one reason is told. */
function ended(job: Job): Omit<Toast, 'id'> {
  const told = job.embedded ?? job.result
  const reason = told?.failed[0]?.reason
  if (reason === undefined) return { tone: 'done', text: doneWords(job) }
  if (job.embedded !== null && job.embedded.computed + job.embedded.reused === 0) {
    return { tone: 'bad', text: `Nothing was embedded: ${amount(job.embedded.failures, 'row')} could not be`, hint: `${reason} Mend that, then embed again.` }
  }
  return { tone: 'done', text: doneWords(job), hint: `Such as: ${reason}` }
}

function doneWords({ result, embedded, effect, mislabels }: Job): string {
  if (mislabels !== null) return `${number(mislabels.flagged)} of ${amount(mislabels.labels, 'label')} ${mislabels.flagged === 1 ? 'is' : 'are'} likely of another class`
  if (effect !== null) return effect.verdict
  if (result !== null) return `${amount(result.measured, 'value')} measured ${lasting(result.seconds)}${failing(result.failures, 'could not be measured')}`
  if (embedded !== null) return `${amount(embedded.computed, 'vector')} computed ${lasting(embedded.seconds)}${failing(embedded.failures, 'rows have none')}`
  return 'Done'
}

const lasting = (seconds: number): string => `in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`

const failing = (count: number, words: string): string => (count === 0 ? '' : `, ${number(count)} ${words}`)

export const tell = (error: unknown): void => {
  const { message, hint } = explain(error)
  toast({ tone: 'bad', text: message, hint })
}
