import { describe, expect, it } from 'vitest'
import { ago, dayName } from './times'

const now = new Date(2025, 10, 22, 15, 30).getTime()
const before = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()

describe('times', () => {
  it('are told as people tell them', () => {
    expect(ago(before(0.5), now)).toBe('just now')
    expect(ago(before(4.9), now)).toBe('4 min ago')
    expect(ago(before(3 * 60), now)).toBe('3 h ago')
    expect(ago(before(3 * 24 * 60), now)).toBe('on 19 Nov')
    expect(ago(before(400 * 24 * 60), now)).toBe('on 18 Oct 2024')
  })

  it('fall on days with names', () => {
    expect(dayName(before(1), now)).toBe('Today')
    expect(dayName(before(20 * 60), now)).toBe('Yesterday')
    expect(dayName(before(3 * 24 * 60), now)).toBe('19 Nov')
  })
})
