import { expect, test } from 'vitest'
import type { Acquisition, NumberField } from '@/api/field-types'
import { choiceWords, chosenField, FIRST_CHOICE, firstEnd, freeName, readChoice, requestOf, writeChoice } from './choice'

const field = (name: string, bad: NumberField['bad'] = 'high'): NumberField => ({ name, title: name, meaning: '', unit: '', type: 'number', low: 0, high: 1, bad, page: null })

test('without a wish images are chosen by entropy, else by confidence, else by what there is', () => {
  const [sharp, sure, even] = [field('sharpness', 'low'), field('mean_object_confidence', 'low'), field('chance_entropy')]
  expect(chosenField(null, [sharp, sure, even])).toBe(even)
  expect(chosenField(null, [sharp, sure])).toBe(sure)
  expect(chosenField(null, [sharp])).toBe(sharp)
  expect(chosenField('sharpness', [even, sharp])).toBe(sharp)
  expect(chosenField('gone', [even])).toBe(even)
  expect(chosenField(null, [])).toBe(null)
})

test('the end that goes first is that of the metric, unless a person says the other', () => {
  expect(firstEnd(FIRST_CHOICE, field('x', 'low'))).toBe('low')
  expect(firstEnd({ end: 'high' }, field('x', 'low'))).toBe('high')
})

test('the request says all that the choice rests on', () => {
  const scope = { dataset: 1, run: 2 }
  expect(requestOf(FIRST_CHOICE, field('x'), scope, 'width > 3')).toEqual({
    ...scope, level: 'image', query: 'width > 3', by: 'x', end: 'high', budget: 100, diversity: 0.5, apart: 4, seed: 0,
  })
})

test('what is kept says how it was chosen', () => {
  const found: Acquisition = { field: field('chance_entropy'), parameters: { aggregation: 'mean' }, end: 'high', candidates: 9, unknown: 0, images: [] }
  expect(choiceWords(found, FIRST_CHOICE, 'width > 3')).toBe('By chance_entropy (aggregation mean), high first, budget 100, diversity 0.5, apart 4, seed 0, of width > 3')
})

test('a new campaign has a name of its own', () => {
  expect(freeName([])).toBe('label next')
  expect(freeName(['label next', 'label next 2', 'other'])).toBe('label next 3')
})

test('a choice comes back from the URL, and nonsense in it changes nothing', () => {
  const choice = { ...FIRST_CHOICE, by: 'sharpness', end: 'low', budget: 4, diversity: 0.25, seed: 3 } as const
  expect(writeChoice(choice)).toBe('by:sharpness,end:low,budget:4,diversity:0.25,seed:3')
  expect(readChoice(writeChoice(choice))).toEqual(choice)
  expect(readChoice(writeChoice(FIRST_CHOICE))).toEqual(FIRST_CHOICE)
  expect(readChoice('budget:-1,diversity:7,end:up,apart:x,what')).toEqual(FIRST_CHOICE)
})
