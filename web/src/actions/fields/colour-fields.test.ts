import { expect, test } from 'vitest'
import { colourChoices } from './colour-fields'

const field = (name: string, type: 'number' | 'class' | 'flag' | 'text', facet: 'terms' | 'histogram' | null) => ({ name, title: name.toUpperCase(), type, facet })

const FIELDS = [
  field('id', 'number', null),
  field('label', 'class', 'terms'),
  field('area', 'number', 'histogram'),
  field('autotag.annotation.rusty', 'number', 'histogram'),
  field('autotag.annotation.rusty.given', 'flag', 'terms'),
  field('likely_label', 'class', 'terms'),
  field('near_group', 'number', 'terms'),
  field('note', 'text', null),
  field('cluster', 'number', 'terms'),
]

test('autotags, clusters, groups, classes and flags can colour; ids and free text cannot', () => {
  const names = colourChoices('annotation', FIELDS, 'class').map(({ name }) => name)
  expect(names).toEqual(['class', 'image.split', 'cluster', 'area', 'autotag.annotation.rusty', 'autotag.annotation.rusty.given', 'likely_label', 'near_group'])
})

test('what the link asks for is among the choices, though no field bears the name', () => {
  expect(colourChoices('image', [], 'w / h').map(({ name }) => name)).toEqual(['class', 'w / h'])
})
