import { describe, expect, test } from 'vitest'
import { readRanges, writeRanges } from './id-ranges'

describe('id ranges', () => {
  test.each([
    [[], ''],
    [[0], '0'],
    [[3, 1, 2], '1-3'],
    [[1, 2, 4, 5, 6, 9], '1,2,4-6,9'],
  ])('%j is written %s, and read back', (ids, text) => {
    expect(writeRanges(ids)).toBe(text)
    expect([...readRanges(text)].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b))
  })

  test('nonsense in a link selects nothing and breaks nothing', () => {
    expect(readRanges('x,-3,1-99999999999,2')).toEqual(new Set([2]))
  })
})
