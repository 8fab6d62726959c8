import { describe, expect, test } from 'vitest'
import { choicesOf, firstSides } from './sides'

const dataset = { splits: [{ name: 'test', count: 3 }, { name: 'train', count: 9 }, { name: null, count: 1 }] }

describe('the sets that can be compared', () => {
  test('are all, and each split that has a name', () => {
    expect(choicesOf(dataset, 'image').map(({ query }) => query)).toEqual(['', 'split = "test"', 'split = "train"'])
  })

  test('of labels they are told by the image', () => {
    expect(choicesOf(dataset, 'annotation').at(-1)?.query).toBe('image.split = "train"')
  })

  test('at first are what was trained on, and another split', () => {
    expect(firstSides(choicesOf(dataset, 'image'))).toEqual({ reference: 'split = "train"', compared: 'split = "test"' })
  })

  test('are none where there are no two splits', () => {
    expect(firstSides(choicesOf({ splits: [{ name: 'all', count: 4 }] }, 'image'))).toBeNull()
  })
})
