import { describe, expect, it } from 'vitest'
import { closedRings, cornerNear, insertCorner, moveCorner, openOutline, removeCorner, sideNear } from './outline'
import { imagePoint } from './points'

const square = [0, 0, 10, 0, 10, 10, 0, 10]
const hole = [2, 2, 4, 2, 4, 4]
const second = [6, 6, 8, 6, 8, 8]
const triangle = [20, 0, 30, 0, 25, 9]
const plain = { parts: [square], holes: [] }

describe('an outline', () => {
  it('loses the cuts to its holes, and gets them back', () => {
    const outline = { parts: [square, triangle], holes: [hole, second] }
    const opened = openOutline(closedRings(outline))
    expect(opened.parts).toEqual([square, triangle])
    expect(new Set(opened.holes.map((loop) => String(loop.toSorted())))).toEqual(new Set(['2,2,2,4,4,4', '6,6,6,8,8,8']))
  })

  it('loses a cut from any of its corners', () => {
    const ring = [0, 0, 10, 0, 4, 2, 4, 4, 2, 2, 4, 2, 10, 0, 10, 10, 0, 10]
    const { parts, holes } = openOutline([ring])
    expect(parts).toEqual([square])
    expect(holes[0]).toHaveLength(6)
  })

  it('stays what it is without holes', () => {
    expect(openOutline([square, triangle])).toEqual({ parts: [square, triangle], holes: [] })
  })

  it('has its corners moved, added and taken away one by one', () => {
    const grip = cornerNear(plain, imagePoint(9, 1), 2)
    expect(grip).toEqual({ loop: 0, corner: 1 })
    expect(moveCorner(plain, { loop: 0, corner: 1 }, imagePoint(12, 3)).parts).toEqual([[0, 0, 12, 3, 10, 10, 0, 10]])
    const side = sideNear(plain, imagePoint(5, 0.5), 1)
    expect(side && insertCorner(plain, side, imagePoint(5, 1)).parts).toEqual([[0, 0, 5, 1, 10, 0, 10, 10, 0, 10]])
    expect(removeCorner(plain, { loop: 0, corner: 0 })?.parts).toEqual([[10, 0, 10, 10, 0, 10]])
  })

  it('keeps at least one part; a hole of two corners is none', () => {
    expect(removeCorner({ parts: [triangle], holes: [] }, { loop: 0, corner: 0 })).toBeNull()
    expect(removeCorner({ parts: [square], holes: [hole] }, { loop: 1, corner: 0 })).toEqual(plain)
  })
})
