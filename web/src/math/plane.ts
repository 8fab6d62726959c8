/** Many points in a plane: the part of it one looks at, and which points lie in a figure. */

/** Coordinates of many points, one array per axis. */
export interface Points {
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/** A part of the plane, in the values of its axes. */
export interface Area {
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
}

export type Corner = readonly [x: number, y: number]

const MARGIN = 0.04

function around(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [0, 1]
  const margin = high > low ? (high - low) * MARGIN : Math.max(Math.abs(low) * MARGIN, 0.5)
  return [low - margin, high + margin]
}

/** The area that holds all points, with a margin. */
export function areaOf({ xs, ys }: Points): Area {
  const [x0, x1] = around(xs)
  const [y0, y1] = around(ys)
  return { x0, x1, y0, y1 }
}

/** The area seen after zooming by `factor` (above 1: closer) about a place that stays where it is. */
export function zoomed({ x0, x1, y0, y1 }: Area, factor: number, [x, y]: Corner): Area {
  const scale = 1 / factor
  return { x0: x + (x0 - x) * scale, x1: x + (x1 - x) * scale, y0: y + (y0 - y) * scale, y1: y + (y1 - y) * scale }
}

/** The area moved by shares of its sides. */
export function moved({ x0, x1, y0, y1 }: Area, byX: number, byY: number): Area {
  const [dx, dy] = [(x1 - x0) * byX, (y1 - y0) * byY]
  return { x0: x0 + dx, x1: x1 + dx, y0: y0 + dy, y1: y1 + dy }
}

/** The area grown about its middle to sides in this proportion, width over height. */
export function fitted({ x0, x1, y0, y1 }: Area, proportion: number): Area {
  const [width, height] = [Math.max(x1 - x0, (y1 - y0) * proportion), Math.max(y1 - y0, (x1 - x0) / proportion)]
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  return { x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 }
}

/** The area between two corners. */
export function between([ax, ay]: Corner, [bx, by]: Corner): Area {
  return { x0: Math.min(ax, bx), x1: Math.max(ax, bx), y0: Math.min(ay, by), y1: Math.max(ay, by) }
}

/** Which points lie in the area, its edges included, by their places. */
export function insideArea({ xs, ys }: Points, { x0, x1, y0, y1 }: Area): number[] {
  const found: number[] = []
  for (let at = 0; at < xs.length; at += 1) {
    const [x, y] = [xs[at] ?? NaN, ys[at] ?? NaN]
    if (x >= x0 && x <= x1 && y >= y0 && y <= y1) found.push(at)
  }
  return found
}

/** Which points lie in a closed line, by their places: a ray from the point crosses it an odd number of times. */
export function insideLine(points: Points, line: readonly Corner[]): number[] {
  if (line.length < 3) return []
  const xs = line.map(([x]) => x)
  const ys = line.map(([, y]) => y)
  const box = { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) }
  return insideArea(points, box).filter((at) => isInside(points.xs[at] ?? 0, points.ys[at] ?? 0, xs, ys))
}

/** Which points lie in a closed line, or in a box. */
export function insideFigure(points: Points, { line, box }: { readonly line: readonly Corner[] | null; readonly box: Area | null }): number[] {
  return box === null ? insideLine(points, line ?? []) : insideArea(points, box)
}

function isInside(x: number, y: number, xs: readonly number[], ys: readonly number[]): boolean {
  let inside = false
  for (let at = 0, before = xs.length - 1; at < xs.length; before = at, at += 1) {
    const [ax, ay, bx, by] = [xs[at] ?? 0, ys[at] ?? 0, xs[before] ?? 0, ys[before] ?? 0]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** The point nearest to a place where distances count `perX` and `perY` per unit; -1 where none is within `reach`. */
export function nearestPoint({ xs, ys }: Points, [x, y]: Corner, { perX, perY, reach }: { perX: number; perY: number; reach: number }): number {
  let best = -1
  let least = reach * reach
  for (let at = 0; at < xs.length; at += 1) {
    const dx = ((xs[at] ?? NaN) - x) * perX
    const dy = ((ys[at] ?? NaN) - y) * perY
    const away = dx * dx + dy * dy
    if (away <= least) [best, least] = [at, away]
  }
  return best
}

/** As text for the URL; `readArea` reads it back to five digits of its span. */
export function writeArea({ x0, x1, y0, y1 }: Area): string {
  const short = (value: number, span: number): string => String(Number(value.toPrecision(Math.max(6, Math.ceil(Math.log10(Math.abs(value) / span)) + 5) || 6)))
  return [short(x0, x1 - x0), short(x1, x1 - x0), short(y0, y1 - y0), short(y1, y1 - y0)].join(',')
}

/** The area of such a text; null for anything else. */
export function readArea(text: string | null): Area | null {
  const [x0, x1, y0, y1, ...others] = (text ?? '').split(',').map((part) => (part === '' ? NaN : Number(part)))
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined || others.length > 0) return null
  return [x0, x1, y0, y1].every(Number.isFinite) && x0 < x1 && y0 < y1 ? { x0, x1, y0, y1 } : null
}
