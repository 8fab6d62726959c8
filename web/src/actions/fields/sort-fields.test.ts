import { describe, expect, test } from 'vitest'
import type { Field } from '@/api/types'
import { descendsAtFirst, sortFieldOf, sortGroups } from './sort-fields'

const field = (name: string, over: Partial<Field> = {}): Field => ({
  name,
  title: name,
  meaning: '',
  unit: '',
  type: 'number',
  values: [],
  sortable: true,
  facet: 'histogram',
  origin: 'core',
  metric: null,
  ...over,
})

const IMAGE = [field('width'), field('brightness', { origin: 'metric' }), field('redness', { origin: 'own' }), field('split', { type: 'text', facet: 'terms' })]
const LABEL = [field('area'), field('annotations.label', { sortable: false })]

describe('what a list can be sorted by', () => {
  test('images: as they came, metrics, own metrics', () => {
    const groups = sortGroups('image', IMAGE, IMAGE)
    expect(groups.map(({ title, fields }) => [title, fields.map(({ name }) => name)])).toEqual([
      ['Images', ['width', 'split']],
      ['Metrics', ['brightness']],
      ['Own metrics', ['redness']],
    ])
  })

  test('labels: their own, and the numbers of their image', () => {
    const groups = sortGroups('annotation', LABEL, IMAGE)
    expect(groups.map(({ title, fields }) => [title, fields.map(({ name }) => name)])).toEqual([
      ['Labels', ['area']],
      ['Of their image', ['image.width', 'image.brightness', 'image.redness']],
    ])
    expect(sortFieldOf(groups, 'image.brightness')?.title).toBe('brightness')
    expect(sortFieldOf(groups, 'gone')).toBeNull()
  })

  test('numbers from the top, names and scores of issues from the bottom', () => {
    const first = (name: string, type: Field['type']) => descendsAtFirst({ name, type, title: '', meaning: '', unit: '' })
    expect([first('width', 'number'), first('split', 'text'), first('issue_score', 'number')]).toEqual([true, false, false])
  })
})
