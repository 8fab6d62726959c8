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

it('tells why nothing was embedded, and that it is no success', async () => {
  useToasts.setState({ toasts: [] })
  const embedded = { decoded: 0, computed: 0, reused: 0, failures: 4, failed: [{ level: 'image', id: 1, reason: 'No file was found for the image.' }], seconds: 0, revision: '2' }
  const transport = { jobs: () => Promise.resolve([RUNNING]) } as unknown as Transport
  const { client } = renderAt('/metrics', Shown, transport)
  await screen.findByText('Measure')
  client.setQueryData(jobsQuery(transport).queryKey, [{ ...RUNNING, title: 'Embed', state: 'done', embedded } as unknown as Job])
  await screen.findByText('nothing runs')
  await waitFor(() => expect(useToasts.getState().toasts).toMatchObject([{ tone: 'bad', text: 'Nothing was embedded: 4 rows could not be', hint: 'No file was found for the image. Mend that, then embed again.' }]))
})

it('gives one reason where some of it failed', async () => {
  useToasts.setState({ toasts: [] })
  const result = { columns: 2, decoded: 3, measured: 12, reused: 0, failures: 1, failed: [{ level: 'image', id: 1, metric: 'blur', reason: 'No file was found for the image.' }], skipped: [], seconds: 2, revision: '2' }
  const transport = { jobs: () => Promise.resolve([RUNNING]) } as unknown as Transport
  const { client } = renderAt('/metrics', Shown, transport)
  await screen.findByText('Measure')
  client.setQueryData(jobsQuery(transport).queryKey, [{ ...RUNNING, state: 'done', result } as unknown as Job])
  await screen.findByText('nothing runs')
  await waitFor(() => expect(useToasts.getState().toasts).toMatchObject([{ tone: 'done', text: '12 values measured in 2.0 s, 1 could not be measured', hint: 'Such as: No file was found for the image.' }]))
})
