import { describe, expect, test } from 'vitest'
import type { DriftOverlay } from '@/api/field-types'
import { chanceWords } from './drift-words'
import { overlayBins } from './overlay'

const overlay: DriftOverlay = {
  edges: [0, 1, 2],
  terms: null,
  reference: [1, 3],
  current: [0, 0],
  queries_reference: ['a', 'b'],
  queries_current: ['c', 'd'],
  missing_reference: 0,
  missing_current: 0,
}

describe('two sets in the same bins', () => {
  test('are told as shares of each side, a side of none as nothing', () => {
    expect(overlayBins(overlay).map(({ name, referenceShare, currentShare }) => [name, referenceShare, currentShare])).toEqual([
      ['0 to 1', 0.25, 0],
      ['1 to 2', 0.75, 0],
    ])
  })

  test('keep the query of each side with its bin', () => {
    expect(overlayBins(overlay)[1]).toMatchObject({ referenceQuery: 'b', currentQuery: 'd' })
  })

  test('of terms are named by them', () => {
    expect(overlayBins({ ...overlay, edges: null, terms: ['jpeg', 'png'] }).map(({ name }) => name)).toEqual(['jpeg', 'png'])
  })
})

test.each([
  [0.2, 3, 'likely by chance'],
  [0.001, 0.3, 'differ greatly'],
  [0.001, 0.15, 'two sets differ.'],
  [0.001, 0.01, 'but little'],
])('p %d and PSI %d: %s', (p_holm, psi, words) => expect(chanceWords({ p_holm, psi })).toContain(words))
