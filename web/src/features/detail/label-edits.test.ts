import { describe, expect, it } from 'vitest'
import { patchItem } from '@/actions/optimistic'
import type { ImageItem, ImageObject } from '@/api/types'
import { imageBox } from '@/math/points'
import { accept, add, isPending, move, relabel, remove, removeImage } from './label-edits'

const object = (source: ImageObject['source'], id: number): ImageObject => ({
  id,
  source,
  class_id: 1,
  kind: 'box',
  x: 10,
  y: 20,
  w: 30,
  h: 40,
  rotation: null,
  score: source === 'label' ? null : 0.8,
  outcome: 'background',
  is_crowd: false,
  ignore: false,
  changed_by: null,
  polygons: null,
  keypoints: null,
  attributes: null,
  v: 'v',
})

const label = object('label', 5)
const prediction = object('prediction', 5)
const scope = { dataset: 1, run: 2 }
const image: ImageItem = {
  id: 9,
  name: 'a.jpg',
  width: 100,
  height: 100,
  problem: null,
  v: 'v',
  split: null,
  labels: 1,
  predictions: 1,
  objects: [label, prediction],
  sort_value: null,
}

/** The image as it is shown while the edit is under way. */
const shown = (plan: ReturnType<typeof relabel>): ImageItem | null => patchItem(image, plan.patch) as ImageItem | null

describe('edits', () => {
  it('touch the label, not the prediction with the same id', () => {
    expect(shown(relabel(scope, label, 3))?.objects.map(({ class_id }) => class_id)).toEqual([3, 1])
    expect(shown(move(label, imageBox(1, 2, 3, 4)))?.objects.map(({ x }) => x)).toEqual([1, 10])
    expect(shown(remove(scope, label))).toMatchObject({ labels: 0, predictions: 1, objects: [prediction] })
  })

  it('say to the server exactly what is shown', () => {
    expect(relabel(scope, label, 3).request).toMatchObject({
      action: 'relabel',
      class_id: 3,
      target: { level: 'annotation', ids: [5] },
    })
    expect(move(label, imageBox(1, 2, 3, 4)).request).toEqual({ action: 'move', id: 5, box: [1, 2, 3, 4] })
    expect(accept(scope, 9, prediction).request).toMatchObject({
      action: 'accept',
      target: { level: 'prediction', run: 2, ids: [5] },
    })
  })

  it('show a label that is being added at once, as one that cannot be touched yet', () => {
    for (const plan of [accept(scope, 9, prediction), add(9, 1, imageBox(1, 2, 3, 4))]) {
      const after = shown(plan)
      const added = after?.objects.at(-1)
      expect(after?.labels).toBe(2)
      expect(added).toMatchObject({ source: 'label', score: null, outcome: null })
      expect(added !== undefined && isPending(added)).toBe(true)
    }
    expect(shown(add(8, 1, null))).toEqual(image)
  })

  it('take an image out of every list', () => {
    expect(shown(removeImage(scope, 9))).toBeNull()
    expect(shown(removeImage(scope, 8))).toEqual(image)
  })
})
