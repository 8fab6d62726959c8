import { describe, expect, it } from 'vitest'
import { binTicks } from './bin-ticks'

const range = (low: number, high: number) => ({ label: `${low} to ${high}`, low, high })
const group = (label: string) => ({ label, low: null, high: null })

describe('the ticks of bins', () => {
  it('are the ends of ranges, each told once', () => {
    expect(binTicks([range(0, 0.5), range(0.5, 2), range(2, 40)])).toEqual([
      { at: 0, text: '0' },
      { at: 1, text: '0.5' },
      { at: 2, text: '2' },
      { at: 3, text: '40' },
    ])
  })

  it('are names between, for groups and for what has no value', () => {
    expect(binTicks([range(0, 1), group('unknown')])).toEqual([
      { at: 0, text: '0' },
      { at: 1, text: '1' },
      { at: 1.5, text: 'unknown' },
    ])
    expect(binTicks([group('a name that never ends')])).toEqual([{ at: 0.5, text: 'a name that n…' }])
  })
})
