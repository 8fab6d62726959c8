import { describe, expect, it } from 'vitest'
import { axisOf, gainWords, toneOf } from './effect-tone'

const effect = (gain: number, low: number | null, high: number | null) => ({ items: 300, before: 10, after: 10 - gain, gain, low, high })

describe('an effect', () => {
  it('is better or worse only where its whole interval is', () => {
    expect([effect(2, 1, 3), effect(-2, -3, -1), effect(1, -1, 3), effect(1, null, null)].map(toneOf)).toEqual(['better', 'worse', 'open', 'open'])
  })

  it('is told with its interval, or that there is none', () => {
    expect(gainWords(effect(1.84, -0.31, 4))).toBe('+1.84 (−0.31 to +4.00)')
    expect(gainWords(effect(-1, null, null))).toBe('−1.00, too few to tell')
  })

  it('lies on an axis that holds all of them, and 0', () => {
    const axis = axisOf([effect(2, 1, 3), effect(1, null, null)])
    expect([axis.low, axis.high]).toEqual([-0.5, 3])
    expect(axis.ticks).toContain(0)
  })
})
