/** Masks as pixels: filled from outlines, painted with a round brush, written as run lengths, traced again. */
import type { ImagePoint, Size } from './points'
import type { Polygon } from './polygons'

/** Rows of pixels, 1 where set. */
export interface Pixels extends Size {
  readonly set: Uint8Array
}

/** A drag of a round brush; the radius is in image pixels. */
export interface Stroke {
  readonly points: readonly ImagePoint[]
  readonly radius: number
  readonly erases: boolean
}

/** The pixels whose centres lie within the loops, by the even-odd rule. */
export function filled(loops: readonly Polygon[], { width, height }: Size): Pixels {
  const set = new Uint8Array(width * height)
  crossings(loops, height).forEach((xs, y) => {
    xs.sort((a, b) => a - b)
    for (let at = 0; at + 1 < xs.length; at += 2) {
      const from = Math.max(Math.ceil((xs[at] ?? 0) - 0.5), 0)
      const to = Math.min(Math.ceil((xs[at + 1] ?? 0) - 0.5), width)
      if (to > from) set.fill(1, y * width + from, y * width + to)
    }
  })
  return { width, height, set }
}

/** The pixels after the stroke. */
export function painted({ width, height, set }: Pixels, { points, radius, erases }: Stroke): Pixels {
  const next = set.slice()
  points.forEach((to, at) => {
    const from = points[at - 1] ?? to
    const [top, bottom] = reach(Math.min(from.y, to.y), Math.max(from.y, to.y), radius, height)
    const [left, right] = reach(Math.min(from.x, to.x), Math.max(from.x, to.x), radius, width)
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        if (awaySquared(x + 0.5, y + 0.5, from, to) <= radius * radius) next[y * width + x] = erases ? 0 : 1
      }
    }
  })
  return { width, height, set: next }
}

/** Run lengths down the columns, first how many are not set: as COCO writes masks. */
export function runLengths({ width, height, set }: Pixels): number[] {
  const counts: number[] = []
  let [value, run] = [0, 0]
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      const here = set[y * width + x] ?? 0
      if (here !== value) {
        counts.push(run)
        run = 0
        value = here
      }
      run += 1
    }
  }
  counts.push(run)
  return counts
}

/** The pixels that run lengths down the columns stand for. */
export function ofRuns(counts: readonly number[], { width, height }: Size): Pixels {
  const set = new Uint8Array(width * height)
  let at = 0
  counts.forEach((run, index) => {
    if (index % 2 === 1) for (let i = at; i < at + run; i += 1) set[(i % height) * width + Math.floor(i / height)] = 1
    at += run
  })
  return { width, height, set }
}

/** The outlines along the edges of the pixels; holes are loops of their own. */
export function traced(pixels: Pixels): Polygon[] {
  const next = edges(pixels)
  const loops: Polygon[] = []
  for (const start of next.keys()) {
    while (next.get(start)?.length) loops.push(withoutStraights(walk(next, start, pixels.width + 1)))
  }
  return loops
}

/** Of each row, where its middle crosses the sides. */
function crossings(loops: readonly Polygon[], height: number): number[][] {
  const rows: number[][] = Array.from({ length: height }, () => [])
  for (const loop of loops) {
    for (let i = 0; i + 1 < loop.length; i += 2) {
      const j = (i + 2) % loop.length
      const [ax, ay, bx, by] = [loop[i] ?? 0, loop[i + 1] ?? 0, loop[j] ?? 0, loop[j + 1] ?? 0]
      const first = Math.max(Math.ceil(Math.min(ay, by) - 0.5), 0)
      const end = Math.min(Math.ceil(Math.max(ay, by) - 0.5), height)
      for (let y = first; y < end; y += 1) rows[y]?.push(ax + ((y + 0.5 - ay) * (bx - ax)) / (by - ay))
    }
  }
  return rows
}

function reach(low: number, high: number, radius: number, limit: number): readonly [number, number] {
  return [Math.max(Math.floor(low - radius), 0), Math.min(Math.ceil(high + radius), limit)]
}

function awaySquared(x: number, y: number, a: ImagePoint, b: ImagePoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const long = dx * dx + dy * dy
  const share = long === 0 ? 0 : Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / long, 0), 1)
  return (a.x + share * dx - x) ** 2 + (a.y + share * dy - y) ** 2
}

/** From each corner, where the border goes on: the set pixel lies to the right. */
function edges({ width, height, set }: Pixels): Map<number, number[]> {
  const next = new Map<number, number[]>()
  const isSet = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && set[y * width + x] === 1
  const add = (ax: number, ay: number, bx: number, by: number): void => {
    const from = ay * (width + 1) + ax
    next.set(from, [...(next.get(from) ?? []), by * (width + 1) + bx])
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (set[y * width + x] !== 1) continue
      if (!isSet(x, y - 1)) add(x, y, x + 1, y)
      if (!isSet(x + 1, y)) add(x + 1, y, x + 1, y + 1)
      if (!isSet(x, y + 1)) add(x + 1, y + 1, x, y + 1)
      if (!isSet(x - 1, y)) add(x, y + 1, x, y)
    }
  }
  return next
}

function walk(next: Map<number, number[]>, start: number, stride: number): number[] {
  const loop: number[] = []
  let at: number | undefined = start
  do {
    loop.push(at % stride, Math.floor(at / stride))
    at = next.get(at)?.pop()
  } while (at !== undefined && at !== start)
  return loop
}

function withoutStraights(loop: readonly number[]): Polygon {
  const kept: number[] = []
  const count = loop.length / 2
  for (let at = 0; at < count; at += 1) {
    const [before, after] = [(at + count - 1) % count, (at + 1) % count]
    const isStraight = loop[2 * before] === loop[2 * after] || loop[2 * before + 1] === loop[2 * after + 1]
    if (!isStraight) kept.push(loop[2 * at] ?? 0, loop[2 * at + 1] ?? 0)
  }
  return kept
}
