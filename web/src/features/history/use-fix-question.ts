/** The question whether fixes helped, as the URL holds it, and its job. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { FIX_JOB, tell, useJobs } from '@/actions/jobs'
import { jobsQuery } from '@/api/field-queries'
import type { Job } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { type FixEffect, type FixQuestion, NOW, type Version } from '@/api/version-types'
import { usePlace } from '@/state/place'
import { IMPORTED, stateOf } from './states'

export interface Chosen {
  /** Names of the two states as the URL has them. */
  readonly before: string
  readonly after: string
  /** The query of the test images; empty: those of the splits val and test. */
  readonly test: string
}

export function useChosen(): Chosen {
  const before = usePlace((place) => place.reference) ?? IMPORTED
  const after = usePlace((place) => place.compared) ?? NOW
  const test = usePlace((place) => place.q)
  return { before, after, test }
}

export const questionOf = (dataset: number, { before, after, test }: Chosen, versions: readonly Version[]): FixQuestion => ({
  dataset,
  before: stateOf(before, versions),
  after: stateOf(after, versions),
  test: test.trim() === '' ? null : test,
})

export interface FixJob {
  /** The job that runs now, whoever began it and whatever it does. */
  readonly job: Job | null
  readonly isStarting: boolean
  readonly start: (request: FixQuestion & { readonly repeats: number }) => void
  readonly cancel: () => void
  /** What came of the newest one that was done here. */
  readonly effect: FixEffect | null
  /** Why the newest one failed; empty where it did not. */
  readonly failure: string
}

export function useFixJob(dataset: number): FixJob {
  const transport = useTransport()
  const { job, put, cancel } = useJobs()
  const { data: jobs = [] } = useQuery(jobsQuery(transport))
  const begin = useMutation({ mutationFn: (request: FixQuestion & { repeats: number }) => transport.didItHelp(request), onSuccess: put, onError: tell })
  const ours = jobs.filter(({ title }) => title === FIX_JOB)
  const effect = ours.find((done) => done.effect?.dataset === dataset)?.effect ?? null
  const newest = ours[0]
  return { job, isStarting: begin.isPending, start: begin.mutate, cancel, effect, failure: newest?.state === 'failed' ? (newest.error ?? '') : '' }
}
