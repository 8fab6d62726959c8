import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { jobsQuery } from '@/api/field-queries'
import type { Job } from '@/api/field-types'
import type { Transport } from '@/api/transport/transport'
import { useToasts } from '@/state/toasts'
import { renderAt } from '@/test-app'
import { useJobs } from './jobs'

const RUNNING = { id: 1, title: 'Measure', state: 'running', stage: '', done: 0, total: null, error: null, result: null, embedded: null, effect: null, mislabels: null } as unknown as Job

const Shown = () => <p>{useJobs().job?.title ?? 'nothing runs'}</p>

it('tells of a job that the next server knows nothing of', async () => {
  const transport = { jobs: () => Promise.resolve([RUNNING]) } as unknown as Transport
  const { client } = renderAt('/metrics', Shown, transport)
  await screen.findByText('Measure')
  client.setQueryData(jobsQuery(transport).queryKey, [])
  await screen.findByText('nothing runs')
  await waitFor(() => expect(useToasts.getState().toasts).toMatchObject([{ tone: 'bad', text: 'Measure was cut off' }]))
})
