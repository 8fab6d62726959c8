import { describe, expect, test } from 'vitest'
import { classMarks } from './class-marks'

describe('letters of classes', () => {
  test('are the first letters where these are free', () => {
    expect(classMarks(['Gloves', 'Hard_hat', 'Mask', 'Person', 'Safety_boots', 'Vest'])).toEqual(['G', 'H', 'M', 'P', 'S', 'V'])
  })

  test('are another letter where the first is taken', () => {
    expect(classMarks(['car', 'cat', 'traffic cone'])).toEqual(['C', 'A', 'T'])
  })

  test('are the name itself where that is short, whatever comes before it', () => {
    expect(classMarks(['vii', 'i', 'ii', 'iii', 'iv', 'ix', 'v', 'vi', 'x'])).toEqual(['vii', 'i', 'ii', 'iii', 'iv', 'ix', 'v', 'vi', 'x'])
    expect(classMarks(['apple', 'a', 'A', '?', '3'])).toEqual(['P', 'a', 'A', '4', '3'])
  })

  test('are all different for eighty classes, and for names without letters', () => {
    const names = Array.from({ length: 80 }, (_, index) => `class ${String.fromCharCode(97 + (index % 5))}${index}`)
    for (const marks of [classMarks(names), classMarks(['?', '!', '', '?']), classMarks(['0', '1', '2'])]) {
      expect(new Set(marks).size).toBe(marks.length)
      expect(marks.every((mark) => mark.length >= 1 && mark.length <= 3)).toBe(true)
    }
  })
})
