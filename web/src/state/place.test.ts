import { describe, expect, test } from 'vitest'
import { DEFAULT_PLACE, type Place, placeSearch, readPlace, stepTo, writePlace } from './place'

const SOMEWHERE: Place = {
  ...DEFAULT_PLACE,
  dataset: 2,
  run: 0,
  conf: 0.8,
  labels: false,
  q: 'any(prediction: label = "Person" and score > 0.8)',
  level: 'prediction',
  sort: 'score',
  desc: true,
  image: 0,
  object: 'label:12',
  sel: '1-5',
}

describe('place in the URL', () => {
  test('reading what was written gives the same place', () => {
    expect(readPlace(writePlace(SOMEWHERE))).toEqual(SOMEWHERE)
  })

  test('through the text of a URL, too', () => {
    const text = new URLSearchParams(writePlace(SOMEWHERE) as Record<string, string>).toString()
    expect(readPlace(placeSearch(Object.fromEntries(new URLSearchParams(text))))).toEqual(SOMEWHERE)
  })

  test('a fresh start has an empty URL', () => {
    expect(writePlace(DEFAULT_PLACE)).toEqual({})
  })

  test('nonsense in a link is left out and breaks nothing', () => {
    expect(placeSearch({ conf: '7', level: 'planet', image: '-1', desc: 'maybe', evil: 'x', run: 'abc' })).toEqual({})
  })

  test('id 0 is an id', () => {
    expect(readPlace({ image: '0' }).image).toBe(0)
  })

  test('another page keeps the data and the thresholds, and drops the rest', () => {
    expect(stepTo(SOMEWHERE, { kind: 'loose_box' }, true)).toEqual({ ...DEFAULT_PLACE, dataset: 2, run: 0, conf: 0.8, labels: false, kind: 'loose_box' })
    expect(stepTo(SOMEWHERE, { q: '' }, false)).toEqual({ ...SOMEWHERE, q: '' })
  })
})
