import { describe, expect, it } from 'vitest'
import { isSame, settle } from './settle'

describe('the order of the list', () => {
  it('keeps what is before the current card, the card and those in sight, and ranks the rest anew (G11)', () => {
    expect(settle([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], 2)).toEqual([1, 2, 3, 4, 6, 5])
  })

  it('lets what is not listed any more go, but for the current card', () => {
    expect(settle([1, 2, 3, 4], [4, 3], 2)).toEqual([2, 3, 4])
  })

  it('is the fresh order where the current card is not known, or nothing was shown', () => {
    expect(settle([1, 2], [2, 1], 9)).toEqual([2, 1])
    expect(settle([], [2, 1], null)).toEqual([2, 1])
  })

  it('settles: to settle again changes nothing', () => {
    const once = settle([5, 1, 2, 3, 4], [4, 3, 2, 1, 5, 7], 1)
    expect(isSame(settle(once, [4, 3, 2, 1, 5, 7], 1), once)).toBe(true)
  })
})
