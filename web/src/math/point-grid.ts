/** Many points in a grid of cells, so that the one nearest to a place is found without looking at all of them. */
import type { Corner, Points } from './plane'
import { areaOf } from './plane'

export interface PointGrid {
  /** The point nearest to a place within `reach`; -1 where there is none. `isThere` leaves points out. */
  nearest(at: Corner, reach: number, isThere?: (point: number) => boolean): number
}

const PER_CELL = 4
const MOST_CELLS = 1_024

/** Puts the points into cells, some four in each. */
export function pointGrid(points: Points): PointGrid {
  const { xs, ys } = points
  const { x0, x1, y0, y1 } = areaOf(points)
  const sides = Math.max(1, Math.min(MOST_CELLS, Math.round(Math.sqrt(xs.length / PER_CELL))))
  const [perX, perY] = [sides / (x1 - x0), sides / (y1 - y0)]
  const cellOf = (value: number, low: number, per: number): number => Math.min(sides - 1, Math.max(0, Math.floor((value - low) * per)))
  const cells = new Int32Array(xs.length)
  const offsets = new Int32Array(sides * sides + 1)
  for (let at = 0; at < xs.length; at += 1) {
    const cell = cellOf(ys[at] ?? NaN, y0, perY) * sides + cellOf(xs[at] ?? NaN, x0, perX)
    cells[at] = cell
    offsets[cell + 1] = (offsets[cell + 1] ?? 0) + 1
  }
  for (let cell = 0; cell < sides * sides; cell += 1) offsets[cell + 1] = (offsets[cell + 1] ?? 0) + (offsets[cell] ?? 0)
  const ends = offsets.slice(0, -1)
  const held = new Int32Array(xs.length)
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? 0
    held[ends[cell] ?? 0] = at
    ends[cell] = (ends[cell] ?? 0) + 1
  }
  return {
    nearest([x, y], reach, isThere = () => true) {
      let [best, least] = [-1, reach * reach]
      const [left, right] = [cellOf(x - reach, x0, perX), cellOf(x + reach, x0, perX)]
      for (let row = cellOf(y - reach, y0, perY); row <= cellOf(y + reach, y0, perY); row += 1) {
        const [from, to] = [offsets[row * sides + left] ?? 0, offsets[row * sides + right + 1] ?? 0]
        for (const at of held.subarray(from, to)) {
          const away = ((xs[at] ?? NaN) - x) ** 2 + ((ys[at] ?? NaN) - y) ** 2
          if (away <= least && isThere(at)) [best, least] = [at, away]
        }
      }
      return best
    },
  }
}
