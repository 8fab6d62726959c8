import { describe, expect, test } from 'vitest'
import type { Field } from '@/api/types'
import { type FieldsByLevel, isGroupOpenAtFirst, planFacets } from './facet-plan'

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

const FIELDS: FieldsByLevel = {
  image: [field('width'), field('split'), field('annotations.label'), field('issue'), field('path', { facet: null }), field('redness', { origin: 'own' })],
  annotation: [field('label'), field('area'), field('overlap', { origin: 'metric' })],
  prediction: [field('label'), field('score')],
}

const keysOf = (level: 'image' | 'annotation' | 'prediction') =>
  Object.fromEntries(planFacets(level, FIELDS).map(({ key, facets }) => [key, facets.map((facet) => facet.key)]))

describe('facets beside a list', () => {
  test('images have those of the objects in them, told as any(…)', () => {
    expect(keysOf('image')).toEqual({
      image: ['split', 'issue', 'width'],
      annotation: ['annotation:area', 'annotation:overlap'],
      prediction: ['prediction:score'],
      own: ['redness'],
    })
    const [area] = planFacets('image', FIELDS)[1]?.facets ?? []
    expect(area).toMatchObject({ field: 'area', within: 'annotation', fullTitle: 'area of labels' })
  })

  test('labels have those of their image, and none of predictions', () => {
    expect(keysOf('annotation')).toEqual({ annotation: ['area', 'overlap'], image: ['image.width', 'image.split'], own: ['image.redness'] })
    expect(planFacets('annotation', FIELDS)[0]?.key).toBe('annotation')
  })

  test('the own group is open, and one that holds an open facet', () => {
    const open = planFacets('image', FIELDS).filter((group) => isGroupOpenAtFirst('image', group))
    expect(open.map(({ key }) => key)).toEqual(['image', 'prediction', 'own'])
  })
})
