import { describe, expect, it } from 'vitest'
import { requestAt, turned } from './rules'

const place = { order: null, against: null, arrange: null, q: '' }

describe('rules of duplicates (J5)', () => {
  it('reads what the URL says, and leaves out what makes no sense', () => {
    expect(requestAt(1, place)).toEqual({ dataset: 1, query: '', keep: 'largest', prefer: null, alike: null })
    expect(requestAt(1, { ...place, order: 'sharpest', against: 'test', arrange: 'hash,magic' })).toMatchObject({ keep: 'sharpest', prefer: 'test', alike: ['hash'] })
    expect(requestAt(1, { ...place, order: 'best', arrange: 'magic' })).toMatchObject({ keep: 'largest', alike: null })
  })

  it('turns ways on and off, and never the last one off', () => {
    expect(turned(null, 'hash')).toBe('pixels,embedding')
    expect(turned(['pixels', 'embedding'], 'hash')).toBeNull()
    expect(turned(['hash'], 'hash')).toBe('hash')
  })
})
