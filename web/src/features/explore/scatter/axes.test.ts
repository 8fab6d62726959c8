import { expect, test } from 'vitest'
import { axesOf, numberGroups } from './axes'

const field = (name: string, type: 'number' | 'text' = 'number') => ({ name, title: name, meaning: '', unit: '', type })
const groups = numberGroups([
  { title: 'Images', fields: [field('id'), field('name', 'text'), field('width'), field('height')] },
  { title: 'Metrics', fields: [field('brightness')] },
])

test('only numbers that say something can be axes', () => {
  expect(groups.flatMap(({ fields }) => fields.map(({ name }) => name))).toEqual(['width', 'height', 'brightness'])
})

test('what the URL says, else two different fields that tell something', () => {
  expect(axesOf('image', groups, { x: null, y: null })).toEqual({ x: 'brightness', y: 'width' })
  expect(axesOf('image', groups, { x: 'width', y: null })).toEqual({ x: 'width', y: 'brightness' })
  expect(axesOf('image', groups, { x: 'gone', y: 'brightness' })).toEqual({ x: 'width', y: 'brightness' })
  expect(axesOf('image', groups, { x: 'height', y: 'height' })).toEqual({ x: 'height', y: 'height' })
  expect(axesOf('image', [], { x: null, y: null })).toBeNull()
})
