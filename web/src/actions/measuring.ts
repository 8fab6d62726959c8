/** Measuring: long work of the server that any page may begin, watch and cancel. */
import { useMutation } from '@tanstack/react-query'
import type { FieldLevel, Job, MeasureRequest } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { tell, useJobs } from './jobs'

export interface Measuring {
  /** The job that runs now, whoever began it. */
  readonly job: Job | null
  readonly isStarting: boolean
  /** Measures these metrics, by their slugs; null: all that can be. */
  readonly start: (metrics: readonly string[] | null) => void
  /** Computes these at one level, though they may hold: `afresh` from nothing that stands. */
  readonly startAnew: (metrics: readonly string[], level: FieldLevel, afresh: readonly string[]) => void
  readonly cancel: () => void
}

export function useMeasuring({ dataset, run }: Scope): Measuring {
  const transport = useTransport()
  const { job, put, cancel } = useJobs()
  const { mutate, isPending } = useMutation({
    mutationFn: (asked: Omit<MeasureRequest, 'dataset' | 'run'>) => transport.measure({ dataset, run, ...asked }),
    onSuccess: put,
    onError: tell,
  })
  return {
    job,
    isStarting: isPending,
    start: (metrics) => mutate({ metrics: metrics === null ? null : [...metrics] }),
    startAnew: (metrics, level, afresh) => mutate({ metrics: [...metrics], levels: [level], afresh: [...afresh] }),
    cancel,
  }
}
