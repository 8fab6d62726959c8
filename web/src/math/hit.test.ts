import { describe, expect, it } from 'vitest'

import { cropWindow } from './crop-window'
import { hit } from './hit'
import { imageBox, imagePoint } from './points'
import { polygonArea, polygonBounds, polygonContains, reshape, turnedBox } from './polygons'

const square = [0, 0, 10, 0, 10, 10, 0, 10]
const triangle = [0, 0, 10, 0, 0, 10]

describe('polygons', () => {
  it('have an area whichever way round they go', () => {
    expect(polygonArea(square)).toBe(100)
    expect(polygonArea(triangle)).toBe(50)
    expect(polygonArea([0, 10, 10, 10, 10, 0, 0, 0])).toBe(100)
    expect(polygonArea([1, 1, 2, 2])).toBe(0)
  })

  it('contain what is inside of them, not what is only in their box', () => {
    expect(polygonContains(triangle, imagePoint(2, 2))).toBe(true)
    expect(polygonContains(triangle, imagePoint(8, 8))).toBe(false)
    expect(polygonBounds(triangle)).toEqual(imageBox(0, 0, 10, 10))
    expect(polygonBounds([])).toBeNull()
  })
})

describe('an outline', () => {
  it('goes where its box goes, and grows with it', () => {
    expect(reshape(triangle, imageBox(0, 0, 10, 10), imageBox(5, 20, 20, 10))).toEqual([5, 20, 25, 20, 5, 30])
  })

  it('stays where its box had no area to scale from', () => {
    expect(reshape(triangle, imageBox(0, 0, 0, 10), imageBox(5, 20, 20, 10))).toEqual(triangle)
  })
})

describe('a turned box', () => {
  it('keeps its area and its centre', () => {
    const turned = turnedBox(imageBox(10, 20, 40, 10), 0.7)
    expect(polygonArea(turned)).toBeCloseTo(400)
    expect(polygonContains(turned, imagePoint(30, 25))).toBe(true)
  })

  it('turns clockwise, y pointing down', () => {
    const quarter = turnedBox(imageBox(-2, -1, 4, 2), Math.PI / 2)
    // The top left corner goes to the top right.
    expect(quarter[0]).toBeCloseTo(1)
    expect(quarter[1]).toBeCloseTo(-2)
  })
})

describe('hit', () => {
  const large = { id: 'large', box: imageBox(0, 0, 100, 100) }
  const small = { id: 'small', box: imageBox(40, 40, 10, 10) }

  it('picks the smallest shape under the cursor, whatever the order', () => {
    expect(hit([small, large], imagePoint(45, 45))?.id).toBe('small')
    expect(hit([large, small], imagePoint(45, 45))?.id).toBe('small')
    expect(hit([large, small], imagePoint(5, 5))?.id).toBe('large')
  })

  it('picks the one on top among equals', () => {
    expect(hit([large, { ...large, id: 'top' }], imagePoint(5, 5))?.id).toBe('top')
  })

  it('goes by the outline where there is one', () => {
    const outlined = { id: 'outlined', box: imageBox(0, 0, 10, 10), polygons: [triangle] }
    expect(hit([outlined], imagePoint(8, 8))).toBeNull()
    expect(hit([large, outlined], imagePoint(2, 2))?.id).toBe('outlined')
  })

  it('never picks a whole-image label, and nothing where there is nothing', () => {
    expect(hit([{ id: 'whole', box: null }], imagePoint(1, 1))).toBeNull()
    expect(hit([small], imagePoint(52, 45))).toBeNull()
    expect(hit([small], imagePoint(52, 45), 3)?.id).toBe('small')
  })
})

describe('crop window', () => {
  const image = { width: 400, height: 300 }

  it('is a square inside the image around all boxes', () => {
    const window = cropWindow([imageBox(0, 0, 50, 60)], image, 2)
    expect(window).toEqual(imageBox(0, 0, 120, 120))
  })

  it('hangs over evenly where the image is too small for it', () => {
    const window = cropWindow([imageBox(0, 0, 400, 300)], image, 1)
    expect(window).toEqual(imageBox(0, -50, 400, 400))
  })

  it('shows the whole image where there is no box', () => {
    expect(cropWindow([], image)).toEqual(imageBox(0, -50, 400, 400))
  })
})
