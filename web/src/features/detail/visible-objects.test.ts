import { describe, expect, it } from 'vitest'
import type { ImageObject } from '@/api/types'
import { objectAfter, visibleObjects } from './visible-objects'

const object = (source: ImageObject['source'], id: number, score: number | null = null): ImageObject =>
  ({ source, id, score }) as ImageObject

const objects = [object('label', 1), object('prediction', 1, 0.2), object('prediction', 2, 0.9), object('label', 2)]
const all = { labels: true, predictions: true, confidence: 0, chosen: null }

describe('visible objects', () => {
  it('are the labels, then the predictions by falling confidence', () => {
    const { labels, predictions } = visibleObjects(objects, all)
    expect(labels.map(({ id }) => id)).toEqual([1, 2])
    expect(predictions.map(({ id }) => id)).toEqual([2, 1])
  })

  it('leave out predictions below the threshold, and what is switched off', () => {
    expect(visibleObjects(objects, { ...all, confidence: 0.5 }).predictions.map(({ id }) => id)).toEqual([2])
    expect(visibleObjects(objects, { ...all, labels: false }).labels).toEqual([])
    expect(visibleObjects(objects, { ...all, predictions: false }).predictions).toEqual([])
  })

  it('always hold the chosen one: its address asked for it', () => {
    const filter = { labels: false, predictions: true, confidence: 0.5, chosen: 'prediction:1' }
    expect(visibleObjects(objects, filter).predictions.map(({ id }) => id)).toEqual([2, 1])
    expect(visibleObjects(objects, { ...filter, chosen: 'label:2' }).labels.map(({ id }) => id)).toEqual([2])
  })

  it('are walked through round the ends', () => {
    const visible = visibleObjects(objects, all)
    expect(objectAfter(visible, null, 1)).toBe('label:1')
    expect(objectAfter(visible, 'label:2', 1)).toBe('prediction:2')
    expect(objectAfter(visible, 'prediction:1', 1)).toBe('label:1')
    expect(objectAfter(visible, 'label:1', -1)).toBe('prediction:1')
    expect(objectAfter({ labels: [], predictions: [] }, 'label:1', 1)).toBeNull()
  })
})
