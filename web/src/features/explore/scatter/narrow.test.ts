import { expect, test } from 'vitest'
import { listOf, withBox } from './narrow'

const BOX = { x0: 0.1234567, x1: 0.5, y0: -2, y1: 30 }

test('a box becomes a range of each field, beside what the query said', () => {
  expect(withBox('split = "val"', { x: 'brightness', y: 'image.width' }, BOX)).toBe('split = "val" and 0.123457 <= brightness <= 0.5 and -2 <= image.width <= 30')
})

test('another box takes the place of the one before', () => {
  const axes = { x: 'a', y: 'b' }
  expect(withBox(withBox('', axes, BOX), axes, { ...BOX, y1: 3 })).toBe('0.123457 <= a <= 0.5 and -2 <= b <= 3')
})

test('rows are listed by their ids, as long as a text can hold them', () => {
  expect(listOf([9, 2])).toBe('id in (2, 9)')
  expect(listOf(Array.from({ length: 5_000 }, (_, id) => id))).toBeNull()
})
