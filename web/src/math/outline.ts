/** Outlines of several parts with holes, and their corners as a hand moves them. */
import { clamp } from './boxes'
import { type ImagePoint, imagePoint, type Size } from './points'
import { type Polygon, polygonArea } from './polygons'

/** What is filled, and what is cut out of it. */
export interface Outline {
  readonly parts: readonly Polygon[]
  readonly holes: readonly Polygon[]
}

/** One corner: loops are counted through the parts, then through the holes. */
export interface Grip {
  readonly loop: number
  readonly corner: number
}

export const loopsOf = ({ parts, holes }: Outline): readonly Polygon[] => [...parts, ...holes]

/** The outline of rings in which holes hang on a cut that is walked there and back: the cut is gone. */
export function openOutline(rings: readonly Polygon[]): Outline {
  const opened = rings.map((ring) => openRing(pointsOf(ring)).sort((a, b) => polygonArea(b) - polygonArea(a)))
  return {
    parts: opened.flatMap((loops) => loops.slice(0, 1)),
    holes: opened.flatMap((loops) => loops.slice(1)),
  }
}

/** The same as rings: each hole hangs on the first corner of a part. */
export function closedRings({ parts, holes }: Outline): Polygon[] {
  const [first = [], ...rest] = parts
  const start = first.slice(0, 2)
  // Fewer than two holes need one cut; each further one starts at the same corner.
  const cut = holes.flatMap((hole) => [...start, ...hole, ...hole.slice(0, 2)])
  return [[...first, ...cut], ...rest]
}

/** The corner nearest to the point, at most `reach` away. */
export function cornerNear(outline: Outline, point: ImagePoint, reach: number): Grip | null {
  let best: Grip | null = null
  let least = reach
  loopsOf(outline).forEach((polygon, loop) => {
    pointsOf(polygon).forEach(([x, y], corner) => {
      const away = Math.hypot(x - point.x, y - point.y)
      if (away <= least) [best, least] = [{ loop, corner }, away]
    })
  })
  return best
}

/** Where a new corner would go: into the side nearest to the point, at most `reach` away. */
export function sideNear(outline: Outline, point: ImagePoint, reach: number): Grip | null {
  let best: Grip | null = null
  let least = reach
  loopsOf(outline).forEach((polygon, loop) => {
    const points = pointsOf(polygon)
    points.forEach((from, corner) => {
      const to = points[(corner + 1) % points.length] ?? from
      const away = awayFromSide(point, from, to)
      if (away <= least) [best, least] = [{ loop, corner: corner + 1 }, away]
    })
  })
  return best
}

/** The outline with one corner elsewhere. */
export function moveCorner(outline: Outline, grip: Grip, to: ImagePoint): Outline {
  return withLoop(outline, grip.loop, (loop) => loop.with(2 * grip.corner, to.x).with(2 * grip.corner + 1, to.y))
}

/** The outline with a new corner before the one that stood at the grip. */
export function insertCorner(outline: Outline, grip: Grip, at: ImagePoint): Outline {
  return withLoop(outline, grip.loop, (loop) => loop.toSpliced(2 * grip.corner, 0, at.x, at.y))
}

/** The outline without the corner; what has fewer than three goes as a whole. Null where no part would be left. */
export function removeCorner(outline: Outline, grip: Grip): Outline | null {
  const { parts, holes } = withLoop(outline, grip.loop, (loop) => loop.toSpliced(2 * grip.corner, 2))
  const isArea = (loop: Polygon): boolean => loop.length >= 6
  const left = { parts: parts.filter(isArea), holes: holes.filter(isArea) }
  return left.parts.length === 0 ? null : left
}

/** The nearest point of the image, to hundredths of a pixel: finer is the tremor of a hand. */
export function pinned(point: ImagePoint, image: Size): ImagePoint {
  const fine = (value: number, limit: number): number => Math.round(clamp(value, 0, limit) * 100) / 100
  return imagePoint(fine(point.x, image.width), fine(point.y, image.height))
}

function withLoop({ parts, holes }: Outline, at: number, change: (loop: number[]) => Polygon): Outline {
  const changed = (loop: Polygon, here: number): Polygon => (here === at ? change([...loop]) : loop)
  return { parts: parts.map(changed), holes: holes.map((hole, here) => changed(hole, here + parts.length)) }
}

type Corner = readonly [number, number]

function pointsOf(polygon: Polygon): Corner[] {
  return Array.from({ length: Math.floor(polygon.length / 2) }, (_, at) => [polygon[2 * at] ?? 0, polygon[2 * at + 1] ?? 0])
}

/** A side that is walked there and back joins two loops: the ring falls into both. */
function openRing(ring: readonly Corner[]): Polygon[] {
  const points = ring.filter((point, at) => String(point) !== String(ring[(at + 1) % ring.length]))
  const sides = new Map<string, number>()
  for (const [end, from] of points.entries()) {
    const to = points[(end + 1) % points.length] ?? from
    const start = sides.get(`${String(to)} ${String(from)}`)
    if (start !== undefined) {
      const inner = points.slice(start + 1, end)
      const outer = [...points.slice(0, start + 1), ...points.slice(end + 2)]
      if (inner.length >= 3 && outer.length >= 3) return [...openRing(outer), ...openRing(inner)]
    }
    sides.set(`${String(from)} ${String(to)}`, end)
  }
  return [points.flat()]
}

function awayFromSide({ x, y }: ImagePoint, [ax, ay]: Corner, [bx, by]: Corner): number {
  const [dx, dy] = [bx - ax, by - ay]
  const long = dx * dx + dy * dy
  const share = long === 0 ? 0 : clamp(((x - ax) * dx + (y - ay) * dy) / long, 0, 1)
  return Math.hypot(ax + share * dx - x, ay + share * dy - y)
}
