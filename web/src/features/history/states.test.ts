import { describe, expect, it } from 'vitest'
import type { Change } from '@/api/types'
import type { Version } from '@/api/version-types'
import { changeChoices, stateOf, stateWords } from './states'

const version = (name: string): Version => ({ id: 1, name, note: '', author: '', at: '2025-11-22T10:00:00Z', change_id: 1, digest: '' })
const change = (id: number, state: Change['state'], target: number | null = null): Change => ({
  id,
  kind: 'relabel',
  state,
  title: 'Relabel 1 label',
  author: '',
  reason: '',
  source: 'web',
  at: '2025-11-22T10:00:00Z',
  rows: 1,
  target,
})

describe('a state of the labels', () => {
  it('is a change by its number, unless a version has that name', () => {
    expect([stateOf('#12', []), stateOf('v1', []), stateOf('imported', [])]).toEqual([12, 'v1', 'imported'])
    expect(stateOf('#12', [version('#12')])).toBe('#12')
  })

  it('reads as people say it', () => {
    expect(['imported', 'now', '#12', '12', 'v1'].map(stateWords)).toEqual(['as imported', 'now', 'after change 12', 'after change 12', '“v1”'])
  })

  it('follows an edit, an undo or a redo, not an import', () => {
    const entries = [change(4, 'logged', 3), change(3, 'undone'), change(2, 'live'), change(1, 'logged')]
    expect(changeChoices(entries).map(({ value }) => value)).toEqual(['#4', '#3', '#2'])
  })
})
