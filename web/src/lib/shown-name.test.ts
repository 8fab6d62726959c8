import { describe, expect, it } from 'vitest'
import { shownName } from './shown-name'

describe('a name', () => {
  it('stays as it is', () => expect(shownName('traffic light')).toBe('traffic light'))
  it('of spaces can be seen', () => {
    expect(shownName('   ')).toBe('␣␣␣')
    expect(shownName('')).toBe('␣')
  })
  it('cannot turn what stands around it', () => {
    expect(shownName('cat \u202Egod')).toBe('cat god')
    expect(shownName('\u05D7\u05EA\u05D5\u05DC')).toBe('\u2068\u05D7\u05EA\u05D5\u05DC\u2069')
  })
  it('is the same when it is shown twice', () => {
    const once = shownName('\u05D7\u05EA\u05D5\u05DC')
    expect(shownName(once)).toBe(once)
  })
})
