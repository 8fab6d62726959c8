import { describe, expect, test } from 'vitest'
import type { ImageObject } from '@/api/types'
import { PAGE_SIZE, pagesFor } from '@/lib/row-pages'
import { cropFrame } from './crop-frame'
import { confidenceFloor } from '../spec'
import { cellAt, type CursorMove, geometry, moveCursor, PADDING, rectangle } from '@/math/tiles'
import { boxPath, drawnObjects, objectAt, outlines, wholeImageObjects } from './outlines'

const object = (over: Partial<ImageObject>): ImageObject => ({
  id: 1,
  source: 'label',
  class_id: 0,
  kind: 'box',
  x: 0,
  y: 0,
  w: 10,
  h: 10,
  rotation: null,
  score: null,
  outcome: null,
  is_crowd: false,
  ignore: false,
  changed_by: null,
  polygons: null,
  keypoints: null,
  attributes: null,
  v: '',
  ...over,
})

describe('pages', () => {
  test('the page on screen and the next one are asked for, never one beyond the end', () => {
    expect(pagesFor([0, 30], 1000, true)).toEqual([0, 1])
    expect(pagesFor([0, 30], 1000, false)).toEqual([0])
    expect(pagesFor([PAGE_SIZE, 2 * PAGE_SIZE], 1000, true)).toEqual([1, 2, 3])
    expect(pagesFor([0, 10], 12, true)).toEqual([0])
    expect(pagesFor([0, 0], 0, true)).toEqual([0])
  })

  test.each([0, 0.005, 0.01, 0.2, 0.25, 0.6, 1])('at confidence %d nothing that is drawn is left out', (confidence) =>
    expect(confidenceFloor(confidence)).toBeLessThanOrEqual(confidence),
  )
})

describe('geometry', () => {
  test('tiles fill the row and never shrink below what was wished for', () => {
    for (const width of [400, 777, 1280, 2000]) {
      const grid = geometry(width, 180, 100)
      expect(grid.side).toBeGreaterThanOrEqual(180)
      expect(grid.rows * grid.columns).toBeGreaterThanOrEqual(100)
    }
  })

  test('a point in a tile is in its cell', () => {
    const grid = geometry(1280, 180, 100)
    const x = PADDING + 2 * (grid.side + 12) + 5
    const y = PADDING + 3 * grid.rowHeight + 5
    expect(cellAt(x, y, grid)).toEqual({ column: 2, row: 3 })
  })

  test('a drag marks the rectangle between its ends, whichever way it went', () => {
    expect(rectangle(1, 8, 6, 100)).toEqual([1, 2, 7, 8])
    expect(rectangle(8, 1, 6, 100)).toEqual([1, 2, 7, 8])
    expect(rectangle(0, 11, 6, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test.each<[CursorMove, number, number]>([
    ['right', 0, 1],
    ['left', 0, 0],
    ['down', 2, 8],
    ['up', 2, 2],
    ['down', 16, 18],
    ['down', 18, 18],
    ['first', 9, 0],
    ['last', 9, 18],
    ['pageDown', 3, 15],
    ['pageDown', 15, 18],
  ])('%s from %d goes to %d in 19 tiles of 6 columns', (move, from, to) => {
    const grid = { columns: 6, rows: 4, side: 100, rowHeight: 139 }
    expect(moveCursor(from, move, grid, { total: 19, visibleRows: 2 })).toBe(to)
  })
})

describe('what is drawn on a tile', () => {
  const shown = { labels: true, predictions: true, confidence: 0.5 }

  test('the threshold hides predictions below it, never labels', () => {
    const objects = [object({}), object({ source: 'prediction', score: 0.5 }), object({ source: 'prediction', score: 0.49 })]
    expect(drawnObjects(objects, shown)).toHaveLength(2)
    expect(drawnObjects(objects, { ...shown, labels: false })).toHaveLength(1)
    expect(drawnObjects(objects, { ...shown, predictions: false })).toHaveLength(1)
  })

  test('a crowded tile keeps the labels and the most confident predictions', () => {
    const many = Array.from({ length: 500 }, (_, id) => object({ id, source: 'prediction', score: id / 500 }))
    const kept = drawnObjects([...many, object({ id: 900 })], { ...shown, confidence: 0 })
    expect(kept[0]?.id).toBe(900)
    expect(Math.min(...kept.map(({ score }) => score ?? 1))).toBeGreaterThan(0.7)
  })

  test('one path per class and kind, labels on top', () => {
    const objects = [object({}), object({ id: 2, x: 5 }), object({ id: 3, class_id: 4, source: 'prediction' })]
    expect(outlines(objects).map(({ key }) => key)).toEqual(['prediction:4', 'label:0'])
    expect(outlines(objects)[1]?.path).toBe('M0 0h10v10h-10zM5 0h10v10h-10z')
  })

  test('a turned box is drawn turned about its centre', () => {
    expect(boxPath({ x: 0, y: 4, w: 10, h: 2, rotation: Math.PI / 2 })).toBe('M6 0L6 10L4 10L4 0z')
  })

  test('the smallest box under the pointer is the one that is meant', () => {
    const inner = object({ id: 2, x: 4, y: 4, w: 2, h: 2 })
    expect(objectAt([object({}), inner], 5, 5)?.id).toBe(2)
    expect(objectAt([object({}), inner], 50, 5)).toBeNull()
  })

  test('of the predictions of a whole image the best one is shown beside the label', () => {
    const whole = { x: null, y: null, w: null, h: null }
    const objects = [object(whole), object({ ...whole, id: 2, source: 'prediction', score: 0.2 }), object({ ...whole, id: 3, source: 'prediction', score: 0.7 })]
    expect(wholeImageObjects(objects).map(({ id }) => id)).toEqual([1, 3])
  })
})

describe('crop', () => {
  test('shows the same window as the examples of the server', () => {
    expect(cropFrame({ x: 10, y: 20, w: 40, h: 20 }, { width: 100, height: 100 }, 0.25)).toEqual({ x: 0, y: 10, w: 60, h: 40 })
    expect(cropFrame({ x: 200, y: 20, w: 0, h: 0 }, { width: 100, height: 100 }, 0.25)).toEqual({ x: 84, y: 12, w: 16, h: 16 })
  })
})
