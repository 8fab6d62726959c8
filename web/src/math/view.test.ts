import { describe, expect, it } from 'vitest'

import { cameraOf, readCamera, viewOf, writeCamera } from './camera'
import { imageBox, imagePoint, screenPoint } from './points'
import { boxToScreen, centred, fit, focus, imageRendering, isFitted, panBy, toImage, toScreen, zoomAt } from './view'

const image = { width: 640, height: 480 }
const viewer = { width: 1000, height: 600 }

describe('view', () => {
  it('leads from image to screen and back', () => {
    const view = { scale: 1.7, x: -31, y: 12 }
    const point = imagePoint(123.25, 45.5)
    const back = toImage(view, toScreen(view, point))
    expect(back.x).toBeCloseTo(point.x, 9)
    expect(back.y).toBeCloseTo(point.y, 9)
  })

  it('fits the whole image, centred, inside the padding', () => {
    const view = fit(image, viewer, 20)
    const box = boxToScreen(view, imageBox(0, 0, image.width, image.height))
    expect(box.y).toBeCloseTo(20)
    expect(box.h).toBeCloseTo(560)
    expect(box.x + box.w / 2).toBeCloseTo(500)
    expect(isFitted(view, image, viewer, 20)).toBe(true)
  })

  it('shows a strip of 20,000 × 3 wide enough to be seen, rather than whole', () => {
    const strip = { width: 20_000, height: 3 }
    expect(fit(strip, viewer).scale * strip.height).toBeGreaterThanOrEqual(6)
    expect(fit({ width: 1000, height: 10 }, { width: 500, height: 500 }).scale).toBeCloseTo(0.6)
  })

  it('zooms so that the pixel under the cursor stays under it', () => {
    let view = fit(image, viewer)
    const anchor = screenPoint(420, 310)
    const before = toImage(view, anchor)
    for (const factor of [1.4, 1.4, 1.2, 1 / 1.4]) view = zoomAt(view, anchor, factor, image, viewer)
    const after = toImage(view, anchor)
    expect(after.x).toBeCloseTo(before.x, 6)
    expect(after.y).toBeCloseTo(before.y, 6)
  })

  it('zooms between half of the fitted size and 64 screen pixels per image pixel', () => {
    const middle = screenPoint(500, 300)
    expect(zoomAt(fit(image, viewer), middle, 1e9, image, viewer).scale).toBe(64)
    expect(zoomAt(fit(image, viewer), middle, 1e-9, image, viewer).scale).toBeCloseTo(fit(image, viewer).scale / 2)
  })

  it('never loses the image by panning', () => {
    const view = panBy(fit(image, viewer), 1e6, -1e6, image, viewer)
    const box = boxToScreen(view, imageBox(0, 0, image.width, image.height))
    expect(box.x).toBeLessThan(viewer.width)
    expect(box.y + box.h).toBeGreaterThan(0)
  })

  it('focuses a small box in the middle', () => {
    const box = imageBox(300, 200, 10, 10)
    const on = boxToScreen(focus(box, image, viewer), box)
    expect(on.x + on.w / 2).toBeCloseTo(500)
    expect(on.h).toBeCloseTo(600 / 2.5)
  })

  it('shows pixels as squares above four times, so that a digit of 28 pixels stays sharp', () => {
    expect(imageRendering(fit({ width: 28, height: 28 }, viewer))).toBe('pixelated')
    expect(imageRendering(centred(image, viewer, 4))).toBe('auto')
  })
})

describe('camera', () => {
  it('is nothing while the image is fitted, at any size of the viewer', () => {
    expect(cameraOf(fit(image, viewer, 12), image, viewer, 12)).toBeNull()
    expect(viewOf(null, image, { width: 300, height: 900 }, 12)).toEqual(fit(image, { width: 300, height: 900 }, 12))
  })

  it('keeps the middle when the viewer changes its size', () => {
    const camera = { x: 100, y: 50, scale: 3 }
    for (const size of [viewer, { width: 317, height: 900 }]) {
      const middle = toImage(viewOf(camera, image, size), screenPoint(size.width / 2, size.height / 2))
      expect(middle.x).toBeCloseTo(100)
      expect(middle.y).toBeCloseTo(50)
    }
  })

  it('is written to the address and read back', () => {
    const camera = { x: 100.5, y: 50, scale: 2.5 }
    expect(writeCamera(camera)).toBe('100.5,50,2.5')
    expect(readCamera(writeCamera(camera))).toEqual(camera)
  })

  it('is none where the address was mangled', () => {
    for (const text of ['', '1,2', '1,2,x', '1,2,0', '1,2,-3', '1,2,3,4']) expect(readCamera(text)).toBeNull()
  })
})
