import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { LookAlike } from '@/api/issue-types'
import { fakeTransport } from '@/api/transport/fake'
import type { IssueItem } from '@/api/types'
import { EMPTY_BOOK } from '@/state/class-book'
import { renderAt } from '@/test-app'
import { CardEvidence } from './card-evidence'

function shown(classId: number | null): void {
  const image = { id: 1, name: 'a.jpg', width: 8, height: 8, problem: null, v: '' }
  const alike: LookAlike = { image, object: null, class_id: classId, distance: 0.5 }
  const issue = { image, label: null, prediction: null, others: [], look_alikes: [alike], frames: [], other_images: [], field: null, also: [] } as unknown as IssueItem
  const transport = fakeTransport({ regionUrl: () => '' })
  renderAt('/overview', () => <CardEvidence issue={issue} book={EMPTY_BOOK} scope={{ dataset: 1, run: null }} blind={false} />, transport)
}

test('look-alikes are said to have classes only where they have', async () => {
  shown(null)
  expect((await screen.findByRole('figure')).textContent).toBe('The nearest look-alikes')
})

test('labels that look alike have their classes', async () => {
  shown(1)
  expect((await screen.findByRole('figure')).textContent).toMatch(/each with the class it has$/)
})
