import { expect, test } from 'vitest'
import { nearestPoint } from './plane'
import { pointGrid } from './point-grid'

/** Numbers that look random, the same in every run. */
function numbers(count: number, seed: number): Float64Array {
  let state = seed
  return Float64Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state / 2_147_483_648) * 20 - 10
  })
}

test('the grid finds the point that looking at all of them finds', () => {
  const points = { xs: numbers(5_000, 1), ys: numbers(5_000, 2) }
  const grid = pointGrid(points)
  for (const [x, y] of [[0, 0], [9.9, -9.9], [3.3, 4.4], [-11, 2], [50, 50]] as const) {
    expect(grid.nearest([x, y], 1.5)).toBe(nearestPoint(points, [x, y], { perX: 1, perY: 1, reach: 1.5 }))
  }
})

test('points that are left out are not found, and nothing is found among none', () => {
  const grid = pointGrid({ xs: Float64Array.of(0, 1), ys: Float64Array.of(0, 0) })
  expect(grid.nearest([0.1, 0], 5)).toBe(0)
  expect(grid.nearest([0.1, 0], 5, (at) => at !== 0)).toBe(1)
  expect(pointGrid({ xs: new Float64Array(), ys: new Float64Array() }).nearest([0, 0], 1)).toBe(-1)
})
