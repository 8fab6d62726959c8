import { describe, expect, it } from 'vitest'
import { filled, ofRuns, painted, runLengths, traced } from './pixels'
import { imagePoint } from './points'

const size = { width: 12, height: 9 }
const count = ({ set }: { set: Uint8Array }): number => set.reduce((total, value) => total + value, 0)

describe('pixels', () => {
  it('are those whose centres lie within the outline, less its hole', () => {
    expect(count(filled([[1, 1, 7, 1, 7, 6, 1, 6]], size))).toBe(30)
    expect(count(filled([[1, 1, 7, 1, 7, 6, 1, 6], [2, 2, 4, 2, 4, 4, 2, 4]], size))).toBe(26)
    expect(count(filled([[-5, -5, 50, -5, 50, 50, -5, 50]], size))).toBe(108)
  })

  it('are the same after run lengths, and after their outlines', () => {
    const drawn = painted(filled([[1, 1, 9, 1, 9, 8, 1, 8]], size), { points: [imagePoint(4, 4), imagePoint(6, 5)], radius: 1.5, erases: true })
    expect(count(drawn)).toBeLessThan(56)
    expect(ofRuns(runLengths(drawn), size)).toEqual(drawn)
    expect(filled(traced(drawn), size)).toEqual(drawn)
    const counts = runLengths(drawn)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(108)
  })

  it('run down the columns, first those that are not set', () => {
    expect(runLengths({ width: 2, height: 3, set: Uint8Array.from([0, 1, 1, 1, 0, 0]) })).toEqual([1, 1, 1, 2, 1])
  })

  it('are painted round, along the whole way', () => {
    const empty = filled([], size)
    expect(count(painted(empty, { points: [imagePoint(5, 5)], radius: 1, erases: false }))).toBe(4)
    const line = painted(empty, { points: [imagePoint(1, 4.5), imagePoint(11, 4.5)], radius: 0.6, erases: false })
    expect(count(line)).toBe(12)
  })
})
