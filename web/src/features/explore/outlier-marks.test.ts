import { describe, expect, test } from 'vitest'
import { outlierMarks, shownMarks } from './outlier-marks'

const known = [
  { field: 'brightness', title: 'Brightness', fences: { moderate: [0.2, 0.8], severe: [0.1, 0.9] } },
  { field: 'contrast', title: 'Contrast', fences: { moderate: [1, 2], severe: [0, 3] } },
  { field: 'flat', title: 'Flat', fences: null },
] as never

const told = (values: Record<string, number>) => outlierMarks(values, known).map(({ field, severe }) => [field, severe])

describe('outliers of a row (D1)', () => {
  test('on a fence is inside, beyond it is outside', () => {
    expect(told({ brightness: 0.2, contrast: 2 })).toEqual([])
    expect(told({ brightness: 0.19 })).toEqual([['brightness', false]])
    expect(told({ brightness: 0.1 })).toEqual([['brightness', false]])
    expect(told({ brightness: 0.95 })).toEqual([['brightness', true]])
  })

  test('severe ones first; a field without spread or without a value has none', () => {
    expect(told({ brightness: 0.15, contrast: 9, flat: 7 })).toEqual([
      ['contrast', true],
      ['brightness', false],
    ])
    expect(told({})).toEqual([])
  })

  test('a tile shows the field that the list is sorted by, and severe ones only where there are many', () => {
    const mark = (field: string, severe = true, stated = false) => ({ field, title: field, severe, stated, text: field })
    const shown = (fields: readonly string[], sort: string | null) => shownMarks(fields.map((field) => mark(field)), sort).map(({ field }) => field)
    expect(shown(['a', 'b'], null)).toEqual([])
    expect(shown(['a', 'b', 'c'], null)).toEqual(['a', 'b', 'c'])
    expect(shown(['a', 'b'], 'b')).toEqual(['b', 'a'])
    expect(shownMarks([mark('a', false)], 'a')).toHaveLength(1)
    // What a source says of an image makes it odd only where the list is sorted by it.
    expect(shownMarks(['a', 'b', 'c'].map((field) => mark(field, true, true)), null)).toEqual([])
    expect(shownMarks([mark('a', true, true)], 'a')).toHaveLength(1)
    expect(shownMarks([mark('a', false), mark('b', false), mark('c', false)], null)).toEqual([])
  })

  test('says the value in words', () => {
    expect(outlierMarks({ brightness: 0.05 }, known)[0]?.text).toBe('Brightness 0.05: severe outlier')
  })
})
