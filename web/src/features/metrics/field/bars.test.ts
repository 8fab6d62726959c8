import { describe, expect, test } from 'vitest'
import { brushRange } from '@/lib/query-text/rewrite'
import { barsOf, rangeOf } from './bars'

const bars = barsOf({ edges: [0, 1, 2, 3], counts: [4, 0, 1], totals: [5, 0, 1] })

const written = (isWhole: boolean, first: number, last: number): string => {
  const { low, high } = rangeOf(bars, isWhole, first, last)
  return brushRange('', { field: 'annotations.count', within: null }, low, high)
}

describe('a bar opens exactly what it counts', () => {
  test.each([
    [true, 0, 0, 'annotations.count = 0'],
    [true, 0, 1, '0 <= annotations.count <= 1'],
    [true, 2, 2, 'annotations.count = 2'],
    [false, 0, 0, '0 <= annotations.count < 1'],
    [false, 1, 2, '1 <= annotations.count <= 3'],
  ])('V5.2: whole %j, bars %d to %d: %s', (isWhole, first, last, query) => expect(written(isWhole, first, last)).toBe(query))
})
