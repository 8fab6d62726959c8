/** Polygons as flat number lists [x1, y1, x2, y2, …] in image pixels: the form the server sends. */
import { type ImageBox, imageBox, type ImagePoint } from './points'

export type Polygon = readonly number[]

/** Area by the shoelace formula, ½·|Σ (xᵢ·yᵢ₊₁ − xᵢ₊₁·yᵢ)|; 0 for fewer than three points. */
export function polygonArea(polygon: Polygon): number {
  let twice = 0
  eachEdge(polygon, (ax, ay, bx, by) => {
    twice += ax * by - bx * ay
  })
  return Math.abs(twice) / 2
}

/** Is the point inside? Even-odd rule, so that a ring with a hole behaves as it is filled. */
export function polygonContains(polygon: Polygon, point: ImagePoint): boolean {
  let inside = false
  eachEdge(polygon, (ax, ay, bx, by) => {
    const crosses = ay > point.y !== by > point.y
    if (crosses && point.x < ((bx - ax) * (point.y - ay)) / (by - ay) + ax) inside = !inside
  })
  return inside
}

/** The box around the points; null where there is none. */
export function polygonBounds(polygon: Polygon): ImageBox | null {
  if (polygon.length < 2) return null
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i + 1 < polygon.length; i += 2) {
    const [x, y] = [polygon[i] ?? 0, polygon[i + 1] ?? 0]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return imageBox(left, top, right - left, bottom - top)
}

/** The polygon moved and scaled as its box went `from` one place `to` another; unchanged where the box had no area. */
export function reshape(polygon: Polygon, from: ImageBox, to: ImageBox): Polygon {
  if (from.w === 0 || from.h === 0) return polygon
  const [sx, sy] = [to.w / from.w, to.h / from.h]
  return polygon.map((value, at) => (at % 2 === 0 ? to.x + (value - from.x) * sx : to.y + (value - from.y) * sy))
}

/** The corners of a box that is turned clockwise about its centre by `angle` radians, as a polygon. */
export function turnedBox(box: ImageBox, angle: number): Polygon {
  const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return corners.flatMap(([sx, sy]) => {
    const [dx, dy] = [(sx * box.w) / 2, (sy * box.h) / 2]
    return [cx + dx * cos - dy * sin, cy + dx * sin + dy * cos]
  })
}

/** Visits each side of the closed outline once. */
function eachEdge(polygon: Polygon, visit: (ax: number, ay: number, bx: number, by: number) => void): void {
  const count = Math.floor(polygon.length / 2)
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count
    visit(polygon[2 * i] ?? 0, polygon[2 * i + 1] ?? 0, polygon[2 * j] ?? 0, polygon[2 * j + 1] ?? 0)
  }
}
