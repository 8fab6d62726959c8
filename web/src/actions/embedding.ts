/** Embedding: long work of the server that any page may begin, watch and cancel; and which embedding is meant. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EmbedRequest } from '@/api/embedding-types'
import type { Job } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { tell, useJobs } from './jobs'
import { refresh } from './refresh'

export interface Embedding {
  /** The job that runs now, whoever began it and whatever it does. */
  readonly job: Job | null
  readonly isStarting: boolean
  /** Embeds images and labels, those that lack a vector; by the default embedder where none is named. */
  readonly start: (how?: Omit<EmbedRequest, 'dataset'>) => void
  readonly cancel: () => void
  /** Lets searches, the map, metrics and detectors use this one. */
  readonly choose: (id: number) => void
  readonly remove: (id: number) => void
}

export function useEmbedding(dataset: number): Embedding {
  const transport = useTransport()
  const client = useQueryClient()
  const { job, put, cancel } = useJobs()
  const begin = useMutation({ mutationFn: (how: Omit<EmbedRequest, 'dataset'>) => transport.embed({ dataset, ...how }), onSuccess: put, onError: tell })
  const after = { onSuccess: () => refresh(client), onError: tell }
  const choose = useMutation({ mutationFn: (id: number) => transport.chooseEmbedding(id), ...after })
  const remove = useMutation({ mutationFn: (id: number) => transport.removeEmbedding(id), ...after })
  return { job, isStarting: begin.isPending, start: (how = {}) => begin.mutate(how), cancel, choose: choose.mutate, remove: remove.mutate }
}
