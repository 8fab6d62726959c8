/** Measuring: long work of the server that any page may begin, watch and cancel. */
import { useMutation } from '@tanstack/react-query'
import type { Job } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { tell, useJobs } from './jobs'

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
  const { job, put, cancel } = useJobs()
  const { mutate, isPending } = useMutation({
    mutationFn: (metrics: readonly string[] | null) => transport.measure({ dataset, run, metrics: metrics === null ? null : [...metrics] }),
    onSuccess: put,
    onError: tell,
  })
  return { job, isStarting: isPending, start: mutate, cancel }
}
