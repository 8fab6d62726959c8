import { describe, expect, it } from 'vitest'
import { imageBox, imagePoint, screenBox, screenPoint } from './points'
import { turnedBox } from './polygons'
import { resizeTurned, rotationTo, turnAbout } from './turned'

const box = imageBox(10, 20, 40, 20)

describe('a turned box', () => {
  it('looks at the pointer with its top side; Shift holds it to 15 degrees', () => {
    expect(rotationTo(box, imagePoint(30, 0), false)).toBeCloseTo(0)
    expect(rotationTo(box, imagePoint(100, 30), false)).toBeCloseTo(Math.PI / 2)
    expect(rotationTo(box, imagePoint(38, 10), true)).toBeCloseTo(Math.PI / 12 * 1)
  })

  it('is turned back to where it was', () => {
    const frame = screenBox(10, 20, 40, 20)
    const there = turnAbout(frame, 0.7, screenPoint(3, 4))
    const back = turnAbout(frame, -0.7, there)
    expect([back.x, back.y]).toEqual([expect.closeTo(3), expect.closeTo(4)])
  })

  it('is resized in its own frame: the opposite corner stays', () => {
    const rotation = 0.6
    const before = turnedBox(box, rotation)
    const after = turnedBox(resizeTurned(box, rotation, 'se', 7, -2), rotation)
    expect(after[0]).toBeCloseTo(before[0] ?? 0, 4)
    expect(after[1]).toBeCloseTo(before[1] ?? 0, 4)
    expect(after[4]).toBeCloseTo((before[4] ?? 0) + 7, 4)
    expect(after[5]).toBeCloseTo((before[5] ?? 0) - 2, 4)
  })
})
