import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Precision, Precisions } from '@/api/issue-types'
import { fakeTransport } from '@/api/transport/fake'
import { renderAt } from '@/test-app'
import { PrecisionNote } from './precision-note'
import type { SpotChecking } from './use-spot-check'

const off: SpotChecking = { check: null, isOn: false, isDrawing: false, begin: () => {}, resume: () => {}, end: () => {} }

async function shown(part: Partial<Precision>): Promise<void> {
  const whole: Precision = { kind: null, detector: null, basis: 'claimed', share: null, low: null, high: null, errors: 0, judged: 0, open: 0, expected: 0, ...part }
  const told: Precisions = { whole, kinds: [], detectors: [], spot_check: null }
  const scope = { dataset: 1, run: null }
  const Note = () => (
    <>
      <PrecisionNote scope={scope} kind={null} checking={off} />
      <p>shown</p>
    </>
  )
  const { client } = renderAt('/issues', Note, fakeTransport({ precision: () => Promise.resolve(told) }))
  await screen.findByText('shown')
  await expect.poll(() => client.getQueryCache().getAll().at(0)?.state.status, { timeout: 5000 }).toBe('success')
  await act(() => Promise.resolve())
}

test('nothing is asked of a list without suspects', async () => {
  await shown({})
  expect(screen.queryByRole('heading')).toBeNull()
})

test('a list of suspects can be judged at random', async () => {
  await shown({ open: 52, share: 0.2 })
  expect(screen.getByRole('heading').textContent).toBe('How precise is this list?')
  expect(screen.getByRole('button').textContent).toMatch(/^Judge 30 at random/)
})
