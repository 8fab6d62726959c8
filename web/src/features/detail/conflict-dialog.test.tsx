import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { fakeTransport } from '@/api/transport/fake'
import type { Edit, ImageObject } from '@/api/types'
import { setConflict, useConflict } from '@/state/conflict'
import { renderAt } from '@/test-app'
import { ConflictDialog } from './conflict-dialog'

const label = { source: 'label', id: 5, class_id: 1 } as ImageObject
const edit: Edit = { action: 'relabel', target: { dataset: 1, level: 'annotation', ids: [5] }, class_id: 2, reason: '' }

afterEach(() => setConflict(null))

it('says what it waits for while it asks what stands now, and can be left', async () => {
  setConflict({ edit, label, seen: 0 })
  renderAt('/explore', ConflictDialog, fakeTransport({ labelHistory: () => new Promise(() => {}) }))
  const dialog = await screen.findByRole('dialog', { name: 'Changed meanwhile' })
  expect(within(dialog).getByRole('status').textContent).toBe('Asking who changed it, and what stands now…')
  await userEvent.click(within(dialog).getByRole('button', { name: /Keep theirs/ }))
  expect(useConflict.getState().conflict).toBeNull()
})

it('says why it cannot tell, and can be asked again or left', async () => {
  setConflict({ edit, label, seen: 0 })
  renderAt('/explore', ConflictDialog, fakeTransport({}))
  const dialog = await screen.findByRole('dialog', { name: 'Changed meanwhile' })
  await within(dialog).findByRole('button', { name: 'Try again' })
  expect(within(dialog).getByRole('button', { name: /Keep theirs/ })).toBeTruthy()
})
