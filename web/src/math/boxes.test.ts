import { describe, expect, it } from 'vitest'

import { clip, contains, overlap, spanning, translate, union } from './boxes'
import { imageBox, imagePoint } from './points'

const image = { width: 100, height: 80 }

describe('boxes', () => {
  it('span two corners in any order', () => {
    const box = imageBox(10, 20, 30, 40)
    const corners = [imagePoint(10, 20), imagePoint(40, 60)] as const
    expect(spanning(corners[0], corners[1])).toEqual(box)
    expect(spanning(corners[1], corners[0])).toEqual(box)
    expect(spanning(imagePoint(40, 20), imagePoint(10, 60))).toEqual(box)
  })

  it('contain their edges, and a slack around them', () => {
    const box = imageBox(10, 10, 5, 5)
    expect(contains(box, imagePoint(15, 15))).toBe(true)
    expect(contains(box, imagePoint(17, 15))).toBe(false)
    expect(contains(box, imagePoint(17, 15), 2)).toBe(true)
  })

  it('keep their size when moved, and never leave the image', () => {
    const box = imageBox(10, 10, 30, 20)
    for (const [dx, dy] of [
      [5, 5],
      [-500, 3],
      [500, 500],
      [0.25, -0.5],
    ] as const) {
      const moved = translate(box, dx, dy, image)
      expect([moved.w, moved.h]).toEqual([30, 20])
      expect(clip(moved, image)).toEqual(moved)
    }
  })

  it('that hang over an edge may stay there but go no further out', () => {
    const hanging = imageBox(-8, 10, 30, 20)
    expect(translate(hanging, -5, 0, image).x).toBe(-8)
    expect(translate(hanging, 4, 0, image).x).toBe(-4)
  })

  it('overlap by intersection over union', () => {
    const a = imageBox(0, 0, 10, 10)
    expect(overlap(a, a)).toBe(1)
    expect(overlap(a, imageBox(5, 0, 10, 10))).toBeCloseTo(50 / 150)
    expect(overlap(a, imageBox(20, 0, 10, 10))).toBe(0)
    expect(overlap(imageBox(0, 0, 0, 0), imageBox(0, 0, 0, 0))).toBe(0)
  })

  it('have a smallest box around them, or none where there are none', () => {
    expect(union([])).toBeNull()
    expect(union([imageBox(10, 10, 5, 5), imageBox(0, 12, 2, 30)])).toEqual(imageBox(0, 10, 15, 32))
  })
})
