import { describe, expect, test } from 'vitest'
import { sheetsFor, spriteOf, storedSide } from './sheets'
import { countOf, crossed, EDGE, firstOf, GAP, groupAt, groupOf, HEADER, moveSpot, spotAt, spotsBetween, spotsInSight, topOf, topOfGroup, wallLayout } from './wall-layout'
import { shownOf, spotOf } from './wall-shown'

/** Walls of any shape, the same in every run (a linear congruence): empty groups, one crop, many. */
function* walls(): Generator<ReturnType<typeof wallLayout>> {
  let seed = 7
  const next = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % limit
  }
  for (let turn = 0; turn < 60; turn += 1) {
    const counts = Array.from({ length: 1 + next(9) }, () => (next(4) === 0 ? 0 : next(90)))
    yield wallLayout(counts, 60 + next(1600), [64, 96, 128, 192][next(4)] ?? 64)
  }
}

const spots = (layout: ReturnType<typeof wallLayout>): number[] => Array.from({ length: layout.total }, (_, spot) => spot)
const leftOf = (layout: ReturnType<typeof wallLayout>, spot: number): number =>
  EDGE + ((spot - firstOf(layout, groupOf(layout, spot))) % layout.columns) * layout.stride

describe('wall layout', () => {
  test('the point in the middle of a crop is that crop, and crops never overlap', () => {
    for (const layout of walls()) {
      const half = layout.side / 2
      for (const spot of spots(layout)) expect(spotAt(layout, leftOf(layout, spot) + half, topOf(layout, spot) + half)).toBe(spot)
    }
  })

  test('groups fill the height without gaps, and an empty one takes no room', () => {
    for (const layout of walls()) {
      const groups = layout.firsts.length - 1
      for (let group = 0; group < groups; group += 1) {
        const height = topOfGroup(layout, group + 1) - topOfGroup(layout, group)
        expect(height === 0).toBe(countOf(layout, group) === 0)
        if (height > 0) expect(groupAt(layout, topOfGroup(layout, group) + height / 2)).toBe(group)
      }
      expect(topOfGroup(layout, groups)).toBe(layout.height)
    }
  })

  test('crops fill the width and are never smaller than wished, but where the screen is', () => {
    for (const wished of [64, 96, 128, 192]) {
      const layout = wallLayout([500], 1216, wished)
      expect(layout.side).toBeGreaterThanOrEqual(wished)
      expect(2 * EDGE + (layout.columns - 1) * layout.stride + layout.side).toBeCloseTo(1216)
      expect(layout.stride - layout.side).toBeGreaterThanOrEqual(GAP)
    }
    expect(wallLayout([3], 10, 96)).toMatchObject({ columns: 1, side: 1 })
  })

  test('the rows between two heights are those that a look at every crop finds', () => {
    for (const layout of walls()) {
      for (const top of [0, 30, layout.height / 3, layout.height - 100]) {
        const bottom = top + 400
        const { first, end } = spotsBetween(layout, top, bottom)
        const reaching = spots(layout).filter((spot) => topOf(layout, spot) + layout.side > top && topOf(layout, spot) < bottom)
        for (const spot of reaching) expect(spot >= first && spot < end).toBe(true)
        expect(end - first).toBeLessThanOrEqual(reaching.length + 2 * layout.columns)
      }
    }
  })

  test('what is in sight is whole, or nearly', () => {
    for (const layout of walls()) {
      const [top, bottom] = [100, 700]
      const { first, end } = spotsInSight(layout, top, bottom)
      for (const spot of spots(layout)) {
        const cut = Math.max(top - topOf(layout, spot), topOf(layout, spot) + layout.side - bottom, 0) / layout.side
        expect(spot >= first && spot < end).toBe(cut <= 0.25)
      }
    }
  })

  test('every screen in turn sees every crop once', () => {
    for (const layout of walls()) {
      let next = 0
      for (let screen = 0; next < layout.total && screen < 9000; screen += 1) {
        const top = topOf(layout, next) - 1
        const { first, end } = spotsInSight(layout, top, top + Math.max(3 * layout.pitch, 300))
        expect(first).toBe(next)
        expect(end).toBeGreaterThan(next)
        next = end
      }
      expect(next).toBe(layout.total)
    }
  })

  test('the cursor never leaves the wall, and left undoes right', () => {
    for (const layout of walls()) {
      for (const spot of spots(layout)) {
        for (const move of ['left', 'right', 'up', 'down', 'first', 'last'] as const) {
          const to = moveSpot(layout, spot, move)
          expect(to >= 0 && to < layout.total).toBe(true)
        }
        if (spot < layout.total - 1) expect(moveSpot(layout, moveSpot(layout, spot, 'right'), 'left')).toBe(spot)
        expect(topOf(layout, moveSpot(layout, spot, 'down'))).toBeGreaterThanOrEqual(topOf(layout, spot))
        expect(topOf(layout, moveSpot(layout, spot, 'up'))).toBeLessThanOrEqual(topOf(layout, spot))
      }
    }
  })

  test('down from every row reaches the last row', () => {
    for (const layout of walls()) {
      let spot = 0
      for (let step = 0; step < 2000; step += 1) spot = layout.total === 0 ? 0 : moveSpot(layout, spot, 'down')
      if (layout.total > 0) expect(topOf(layout, spot)).toBe(topOf(layout, layout.total - 1))
    }
  })

  test('down into the next group keeps the column where it is there', () => {
    const layout = wallLayout([5, 0, 2], 3 * 100 + 2 * EDGE, 96)
    expect(layout.columns).toBe(3)
    expect(moveSpot(layout, 1, 'down')).toBe(4)
    expect(moveSpot(layout, 2, 'down')).toBe(4)
    expect(moveSpot(layout, 4, 'down')).toBe(6)
    expect(moveSpot(layout, 6, 'up')).toBe(4)
    expect(moveSpot(layout, 6, 'down')).toBe(6)
  })
})

describe('a stroke (V3.2)', () => {
  const layout = wallLayout([40, 40], 1216, 96)
  const middle = (spot: number) => ({ x: leftOf(layout, spot) + layout.side / 2, y: topOf(layout, spot) + layout.side / 2 })

  test('along a row crosses every crop between its ends, however fast', () => {
    expect(crossed(layout, middle(2), middle(7))).toEqual([2, 3, 4, 5, 6, 7])
    expect(crossed(layout, middle(7), middle(2))).toEqual([7, 6, 5, 4, 3, 2])
  })

  test('down a column crosses no neighbour', () => {
    expect(crossed(layout, middle(3), middle(3 + 2 * layout.columns))).toEqual([3, 3 + layout.columns, 3 + 2 * layout.columns])
  })

  test('over a header crosses nothing there', () => {
    expect(crossed(layout, { x: 30, y: HEADER / 2 }, { x: 900, y: HEADER / 2 })).toEqual([])
  })
})

describe('what is shown', () => {
  const groups = [{ first: 0, count: 4 }, { first: 4, count: 3 }]

  test('everything stands at its own place', () => {
    const all = shownOf(groups, () => true)
    expect([...all.places]).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect([...all.counts]).toEqual([4, 3])
  })

  test('a place that is hidden is found at its nearest one that is not (V3.4)', () => {
    const odd = shownOf(groups, (place) => place % 2 === 1)
    expect([...odd.places]).toEqual([1, 3, 5])
    expect([...odd.counts]).toEqual([2, 1])
    expect([0, 1, 2, 3, 4, 5, 6].map((place) => spotOf(odd, place))).toEqual([0, 0, 1, 1, 2, 2, 2])
    expect(spotOf(shownOf(groups, () => false), 3)).toBe(-1)
  })
})

describe('sheets', () => {
  test('a square shown as it is stored lies at whole pixels', () => {
    expect(spriteOf(17, 16, 96, 96)).toEqual({ size: 1536, x: -96, y: -96 })
  })

  test('a scaled square shows nothing of its neighbours', () => {
    for (const side of [97, 120, 64]) {
      const { size, x } = spriteOf(5, 16, 96, side)
      const stored = size / 16
      expect(-x).toBeGreaterThan(5 * stored)
      expect(-x + side).toBeLessThan(6 * stored)
    }
  })

  test('a sharp screen gets a larger square', () => {
    expect(storedSide([64, 96, 128, 192], 97)).toBe(96)
    expect(storedSide([64, 96, 128, 192], 194)).toBe(192)
    expect(storedSide([64, 96, 128, 192], 500)).toBe(192)
  })

  test('what is in sight is asked for first, then what the scrolling goes to', () => {
    expect(sheetsFor({ first: 64, end: 192 }, 100_000, true)).toEqual([1, 2, 3, 4, 0, 5, 6])
    expect(sheetsFor({ first: 640, end: 700 }, 100_000, false)).toEqual([10, 9, 8, 11, 7, 6])
    expect(sheetsFor({ first: 0, end: 10 }, 10, true)).toEqual([0])
  })
})
