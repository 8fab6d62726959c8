import { describe, expect, it } from 'vitest'
import { isEndless, stripAlong } from './strip'

describe('strip', () => {
  it.each([
    [{ width: 20_000, height: 3 }, 'x', true],
    [{ width: 3, height: 5_000 }, 'y', true],
    [{ width: 3_300, height: 100 }, 'x', false],
    [{ width: 640, height: 480 }, null, false],
    [{ width: 1, height: 1 }, null, false],
  ] as const)('%o lies along %s', (size, along, endless) => {
    expect(stripAlong(size)).toBe(along)
    expect(isEndless(size)).toBe(endless)
  })
})
