import { describe, expect, it } from 'vitest'
import { originWords } from './object-history'

const none = { change: null, run: null, prediction: null }

describe('where a label came from', () => {
  it('is told also where the journal knows no more', () => {
    expect(originWords({ ...none, how: 'imported' })).toBe('Imported')
    expect(originWords({ ...none, how: 'made' })).toBe('Made')
    expect(originWords({ ...none, how: 'accepted', run: 'reader', prediction: 4 })).toBe('Accepted from a prediction of reader')
  })
})
