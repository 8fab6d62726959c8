/** Which shape is under the cursor. */
import { area, contains } from './boxes'
import type { ImageBox, ImagePoint } from './points'
import { polygonArea, polygonContains, type Polygon } from './polygons'

/** What a hit test needs to know of a shape; a shape without a box (a whole-image label) is never hit. */
export interface Target {
  readonly id: string
  readonly box: ImageBox | null
  readonly polygons?: readonly Polygon[] | null
  readonly holes?: readonly Polygon[]
}

/**
 * The smallest shape under the point, because a small one inside a large one could not be reached otherwise.
 *
 * `slack` is in image pixels: thin and tiny shapes can be hit from a little outside. Among equals the later one
 * wins, since it is drawn on top.
 */
export function hit<T extends Target>(targets: readonly T[], point: ImagePoint, slack = 0): T | null {
  let best: T | null = null
  let smallest = Infinity
  for (const target of targets) {
    if (!covers(target, point, slack)) continue
    const size = sizeOf(target)
    if (size <= smallest) {
      best = target
      smallest = size
    }
  }
  return best
}

function covers(target: Target, point: ImagePoint, slack: number): boolean {
  if (target.box === null || !contains(target.box, point, slack)) return false
  const polygons = target.polygons ?? []
  if (polygons.length === 0) return true
  const isIn = (polygon: Polygon): boolean => polygonContains(polygon, point)
  return polygons.some(isIn) && target.holes?.some(isIn) !== true
}

function sizeOf(target: Target): number {
  const polygons = target.polygons ?? []
  if (polygons.length > 0) return polygons.reduce((total, polygon) => total + polygonArea(polygon), 0)
  return target.box === null ? Infinity : area(target.box)
}
