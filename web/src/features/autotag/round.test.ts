import { describe, expect, it } from 'vitest'
import { type Answer, answersOf, nextQuestion, roundWords } from './round'

const local = (entries: [number, Answer][] = []) => new Map(entries)

describe('a round of an autotag', () => {
  it('knows what was answered here, and what stands already', () => {
    const answers = answersOf([1, 2, 3, 4], { yes: [1, 9], no: [2] }, local([[3, 'skipped']]))
    expect([...answers]).toEqual([[1, 'yes'], [2, 'no'], [3, 'skipped']])
  })
  it('asks again what undo took back', () => {
    expect(nextQuestion([1, 2], answersOf([1, 2], { yes: [1], no: [2] }, local()), null)).toBeNull()
    expect(nextQuestion([1, 2], answersOf([1, 2], { yes: [1], no: [] }, local()), null)).toBe(2)
  })
  it('asks what was pointed at while it is open', () => {
    expect(nextQuestion([1, 2, 3], local(), 3)).toBe(3)
    expect(nextQuestion([1, 2, 3], local([[3, 'yes']]), 3)).toBe(1)
    expect(nextQuestion([1, 2, 3], local(), 8)).toBe(1)
  })
  it('is told in words', () => {
    expect(roundWords(local([[1, 'no'], [2, 'yes'], [3, 'no']]))).toBe('1 yes, 2 no')
    expect(roundWords(local())).toBe('')
  })
})
