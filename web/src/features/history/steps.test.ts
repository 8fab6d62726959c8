import { describe, expect, it } from 'vitest'
import type { Change } from '@/api/types'
import { stepsTo } from './steps'

const entry = (id: number, state: Change['state']): Change => ({
  id,
  state,
  kind: 'relabel',
  title: '',
  author: '',
  reason: '',
  source: 'web',
  at: '2025-11-22T10:00:00Z',
  rows: 1,
  target: null,
})

// Newest first: an undo entry, two undone edits, two live ones, a dropped one, an import.
const journal = [
  entry(7, 'logged'),
  entry(6, 'undone'),
  entry(5, 'undone'),
  entry(4, 'live'),
  entry(3, 'live'),
  entry(2, 'dropped'),
  entry(1, 'logged'),
]
const stepsOf = (id: number) => stepsTo(journal, journal.find((candidate) => candidate.id === id) ?? entry(0, 'logged'))
const of = (...ids: number[]) => journal.filter(({ id }) => ids.includes(id))

describe('steps', () => {
  it('undo everything in force from the newest down to the entry', () => {
    expect(stepsOf(4)).toEqual({ direction: 'undo', to: 4, edits: of(4) })
    expect(stepsOf(3)).toEqual({ direction: 'undo', to: 3, edits: of(4, 3) })
  })

  it('redo everything undone from the oldest up to the entry', () => {
    expect(stepsOf(5)).toEqual({ direction: 'redo', to: 5, edits: of(5) })
    expect(stepsOf(6)).toEqual({ direction: 'redo', to: 6, edits: of(6, 5) })
  })

  it('lead nowhere from an import, an undo, or what a later edit closed off', () => {
    for (const id of [1, 2, 7]) expect(stepsOf(id)).toBeNull()
  })
})
