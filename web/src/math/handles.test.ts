import { describe, expect, it } from 'vitest'

import { handleAt, handlePoint, HANDLES, resize, shownHandles, SMALLEST_SIDE } from './handles'
import { imageBox, screenBox, screenPoint } from './points'

const image = { width: 100, height: 100 }
const box = imageBox(20, 30, 40, 20)

describe('handles', () => {
  it('are found where they are drawn', () => {
    const shown = screenBox(100, 100, 200, 120)
    for (const handle of HANDLES) expect(handleAt(shown, handlePoint(shown, handle))).toBe(handle)
    expect(handleAt(shown, screenPoint(150, 130))).toBeNull()
  })

  it('are only the corners on a small box', () => {
    expect(shownHandles(screenBox(0, 0, 12, 12))).toEqual(['nw', 'ne', 'se', 'sw'])
  })

  it('move their own sides and leave the opposite ones', () => {
    expect(resize(box, 'se', 5, 7, image)).toEqual(imageBox(20, 30, 45, 27))
    expect(resize(box, 'nw', 5, 7, image)).toEqual(imageBox(25, 37, 35, 13))
    expect(resize(box, 'n', 5, -7, image)).toEqual(imageBox(20, 23, 40, 27))
    expect(resize(box, 'e', 5, -7, image)).toEqual(imageBox(20, 30, 45, 20))
  })

  it('turn the box over when dragged across', () => {
    expect(resize(box, 'e', -50, 0, image)).toEqual(imageBox(10, 30, 10, 20))
  })

  it('never lead out of the image, nor below the smallest side', () => {
    for (const handle of HANDLES) {
      for (const [dx, dy] of [
        [999, 999],
        [-999, -999],
        [-40, -20],
        [40, 20],
        [999, -999],
      ] as const) {
        const next = resize(box, handle, dx, dy, image)
        expect(Math.min(next.w, next.h)).toBeGreaterThanOrEqual(SMALLEST_SIDE)
        expect(next.x).toBeGreaterThanOrEqual(0)
        expect(next.y).toBeGreaterThanOrEqual(0)
        expect(next.x + next.w).toBeLessThanOrEqual(100)
        expect(next.y + next.h).toBeLessThanOrEqual(100)
      }
    }
  })

  it('leave a box that hangs over the edge where it is', () => {
    const hanging = imageBox(90, 10, 20, 20)
    expect(resize(hanging, 's', 0, 5, image)).toEqual(imageBox(90, 10, 20, 25))
  })
})
