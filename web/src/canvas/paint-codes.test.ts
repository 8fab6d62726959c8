import { expect, test } from 'vitest'
import { NO_CODE } from '@/api/map-points'
import { paintCodes, rampInk } from './paint-codes'

test('each point has the ink of its value, none where it has no value, and nothing where its value is hidden', () => {
  const inks = Uint32Array.from([11, 22, 33])
  expect([...paintCodes([2, 0, NO_CODE, 1], inks, { none: 7 })]).toEqual([33, 11, 7, 22])
  expect([...paintCodes([2, 0, NO_CODE, 1], inks, { none: 7, hidden: new Set([0, NO_CODE]) })]).toEqual([33, 0, 0, 22])
})

test('the ramp runs between its ends and no further', () => {
  expect(rampInk(-1)).toBe(rampInk(0))
  expect(rampInk(2)).toBe(rampInk(1))
  expect(rampInk(0)).not.toBe(rampInk(1))
})
