import { describe, expect, it } from 'vitest'
import type { Precision } from '@/api/issue-types'
import { expectedWords, precisionWords } from './precision-words'
import { percent } from '@/lib/words'

const told = (part: Partial<Precision>): Precision => ({
  kind: null,
  detector: null,
  basis: 'random',
  share: 0.84,
  low: 0.71,
  high: 0.92,
  errors: 25,
  judged: 30,
  open: 52,
  expected: 40.2,
  ...part,
})

describe('the precision of a list', () => {
  it('says how many are real errors, how far that is known, and what it rests on (G12)', () => {
    expect(precisionWords(told({}))).toEqual({
      text: 'About 84 % of these are real errors, 71 to 92 %.',
      note: '30 suspects drawn at random were judged.',
    })
  })

  it('warns of decisions made down the list', () => {
    expect(precisionWords(told({ basis: 'ranked' }))?.note).toContain('further down fewer')
  })

  it('does not pass a claim for knowledge', () => {
    const words = precisionWords(told({ basis: 'claimed', low: null, high: null, judged: 0, errors: 0 }))
    expect(words?.text).toBe('The detectors claim 84 %.')
    expect(precisionWords(told({ basis: 'claimed', share: null }))).toBeNull()
  })

  it('counts in whole errors', () => {
    expect(expectedWords(40.2, 52)).toBe('about 40 real errors among 52')
    expect(expectedWords(0.7, 1)).toBe('about 1 real error among 1')
  })
})

describe('a share', () => {
  it('claims neither end unless it is there', () => {
    expect([0, 0.004, 0.5, 0.994, 1].map(percent)).toEqual(['0 %', '0.4 %', '50 %', '99.4 %', '100 %'])
  })
})
