import { describe, expect, test } from 'vitest'
import { barHeights, brushBounds, brushOf, roundEdge } from './bins'

const edges = [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5]

describe('brush', () => {
  test('writes the edges of the bars with the digits that matter', () => {
    expect(brushBounds({ edges }, { first: 1, last: 2 })).toEqual({
      low: { value: 0.1, included: true },
      high: { value: 0.3, included: false },
    })
  })

  test('is open where it reaches an end', () => {
    expect(brushBounds({ edges }, { first: 3, last: 4 })).toEqual({ low: { value: 0.3, included: true }, high: null })
    expect(brushBounds({ edges }, { first: 0, last: 1 })?.low).toBeNull()
  })

  test('over everything says nothing', () => {
    expect(brushBounds({ edges }, { first: 0, last: 4 })).toBeNull()
  })

  test.each([
    [0, 0],
    [1, 3],
    [2, 4],
  ])('bars %d to %d are lit again when the clause is read back', (first, last) => {
    const bounds = brushBounds({ edges }, { first, last })
    expect(brushOf({ edges }, bounds)).toEqual({ first, last })
  })

  test.each([
    [1234.56, 100, 1235],
    [0.123456, 0.01, 0.123],
    [3, 0, 3],
  ])('%d with bars of %d is written %d', (value, width, written) => expect(roundEdge(value, width)).toBe(written))
})

describe('heights', () => {
  test('go by the number, and never turn the order round', () => {
    expect(barHeights([1, 2, 4])(2)).toBe(0.5)
    const skewed = barHeights([5000, 10, 20, 30])
    expect(skewed(5000)).toBe(1)
    expect(skewed(30)).toBeGreaterThan(30 / 5000)
    expect(skewed(20)).toBeLessThan(skewed(30))
  })
})
