import { describe, expect, test } from 'vitest'
import { areaOf, between, insideArea, insideLine, moved, nearestPoint, readArea, writeArea, zoomed } from './plane'

const points = { xs: Float64Array.of(0, 1, 2, 3, 4), ys: Float64Array.of(0, 10, 20, 30, 40) }
const AREA = { x0: 0, x1: 10, y0: -5, y1: 5 }

describe('the part of the plane one looks at', () => {
  test('holds every point, with a margin; one point has an area too', () => {
    const { x0, x1, y0, y1 } = areaOf(points)
    expect([x0 < 0, x1 > 4, y0 < 0, y1 > 40]).toEqual([true, true, true, true])
    expect(insideArea(points, areaOf(points))).toHaveLength(5)
    const one = areaOf({ xs: Float64Array.of(7), ys: Float64Array.of(0) })
    expect([one.x0 < 7, one.x1 > 7, one.y0 < one.y1]).toEqual([true, true, true])
    expect(areaOf({ xs: new Float64Array(), ys: new Float64Array() })).toMatchObject({ x1: expect.any(Number) })
  })

  test('zooming keeps the place under the pointer, and back again is where it was', () => {
    const close = zoomed(AREA, 4, [2, 1])
    expect((2 - close.x0) / (close.x1 - close.x0)).toBeCloseTo((2 - AREA.x0) / 10)
    const back = zoomed(close, 1 / 4, [2, 1])
    expect([back.x0, back.x1, back.y0, back.y1]).toEqual([0, 10, -5, 5])
  })

  test('moving keeps its size', () => expect(moved(AREA, 0.1, -0.5)).toEqual({ x0: 1, x1: 11, y0: -10, y1: 0 }))

  test('comes back from the URL; nonsense does not', () => {
    expect(readArea(writeArea(AREA))).toEqual(AREA)
    const narrow = { x0: 1234567.1, x1: 1234567.2, y0: 1e-7, y1: 2e-7 }
    expect(readArea(writeArea(narrow))?.x0).toBeCloseTo(narrow.x0, 4)
    for (const text of [null, '', '1,2,3', '1,2,3,x', '2,1,0,1', '1,2,3,4,5']) expect(readArea(text)).toBeNull()
  })
})

describe('points in a figure', () => {
  test('a box holds its edges, whichever corner was first', () => {
    expect(insideArea(points, between([3, 30], [1, 10]))).toEqual([1, 2, 3])
  })

  test('a closed line holds what is inside, also where it turns inwards', () => {
    const square = { xs: Float64Array.of(1, 1, 5, 9), ys: Float64Array.of(1, 9, 5, 5) }
    // A "C" that is open to the right: its hollow is outside.
    const line = [[0, 0], [10, 0], [10, 2], [3, 2], [3, 8], [10, 8], [10, 10], [0, 10]] as const
    expect(insideLine(square, line)).toEqual([0, 1])
    expect(insideLine(square, [[0, 0], [1, 1]])).toEqual([])
  })

  test('a box drawn as a line holds the same points inside', () => {
    const many = { xs: Float64Array.from({ length: 500 }, (_, at) => (at * 7919) % 101), ys: Float64Array.from({ length: 500 }, (_, at) => (at * 104729) % 97) }
    const line = [[10.5, 10.5], [60.5, 10.5], [60.5, 70.5], [10.5, 70.5]] as const
    expect(insideLine(many, line)).toEqual(insideArea(many, between([10.5, 10.5], [60.5, 70.5])))
  })

  test('the nearest point is found on the screen, not in values', () => {
    expect(nearestPoint(points, [1.4, 10], { perX: 10, perY: 0.1, reach: 10 })).toBe(1)
    expect(nearestPoint(points, [1.4, 10], { perX: 100, perY: 1, reach: 10 })).toBe(-1)
  })
})
