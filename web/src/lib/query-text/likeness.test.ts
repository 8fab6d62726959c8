import { describe, expect, it } from 'vitest'
import { type Likeness, readLikeness, showLikeness } from './likeness'

describe('likeness (E5)', () => {
  it.each<[string, Likeness]>([
    ['similar(image: 12)', { level: 'image', items: [12], mean: false }],
    ['similar(annotation: 7, 9, mean)', { level: 'annotation', items: [7, 9], mean: true }],
    ['similar(image: 3, "00ff00ff00ff00ff")', { level: 'image', items: [3, '00ff00ff00ff00ff'], mean: false }],
  ])('reads %s and writes it the same', (text, likeness) => {
    expect(readLikeness(text)).toEqual(likeness)
    expect(showLikeness(likeness)).toBe(text)
  })

  it('leaves every other sort alone', () => {
    for (const text of [null, 'area', 'similar(image: )', 'similar(image: 12) * 2']) expect(readLikeness(text)).toBeNull()
  })
})
