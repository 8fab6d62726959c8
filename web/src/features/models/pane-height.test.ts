import { expect, it } from 'vitest'
import { plotHeight } from './pane-height'

it('a plot takes what the pane leaves, and keeps a size in which it can be read', () => {
  expect(plotHeight(380, 112, 310)).toBe(268)
  expect(plotHeight(380.6, 112, 310)).toBe(268)
  expect(plotHeight(800, 112, 310)).toBe(310)
  expect(plotHeight(240, 112, 310)).toBe(200)
  expect(plotHeight(0, 112, 310)).toBe(310)
})
