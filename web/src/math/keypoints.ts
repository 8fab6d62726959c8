/** Keypoints as flat lists of x, y and visibility: 0 not labelled, 1 hidden, 2 seen. */
import { type ImageBox, type ImagePoint, imageBox, imagePoint, type Size } from './points'
import { polygonBounds } from './polygons'

/** A line between two keypoints, by their places. */
export type Limb = readonly number[]

/** The keypoint nearest to the point, at most `reach` away; those that were never placed lie nowhere. */
export function keypointNear(keypoints: readonly number[], point: ImagePoint, reach: number): number | null {
  let best: number | null = null
  let least = reach
  for (let at = 0; at + 2 < keypoints.length; at += 3) {
    const [x = 0, y = 0] = keypoints.slice(at, at + 2)
    const away = Math.hypot(x - point.x, y - point.y)
    if (isPlaced(keypoints, at / 3) && away <= least) [best, least] = [at / 3, away]
  }
  return best
}

/** Has it a place? COCO writes 0, 0, 0 for one that was not labelled. */
export function isPlaced(keypoints: readonly number[], index: number): boolean {
  return keypoints.slice(3 * index, 3 * index + 3).some((value) => value !== 0)
}

/** The keypoints with one of them elsewhere. */
export function moveKeypoint(keypoints: readonly number[], index: number, to: ImagePoint): number[] {
  return keypoints.with(3 * index, to.x).with(3 * index + 1, to.y)
}

/** The keypoints with the next visibility of one: seen, hidden, not labelled, seen. */
export function nextVisibility(keypoints: readonly number[], index: number): number[] {
  const now = keypoints[3 * index + 2] ?? 0
  return keypoints.with(3 * index + 2, now === 0 ? 2 : now - 1)
}

/** Where those lie that are labelled, in order. */
export function labelledPoints(keypoints: readonly number[]): ImagePoint[] {
  const points: ImagePoint[] = []
  for (let at = 0; at + 2 < keypoints.length; at += 3) {
    if (keypoints[at + 2] !== 0) points.push(imagePoint(keypoints[at] ?? 0, keypoints[at + 1] ?? 0))
  }
  return points
}

/** The box around those that are labelled; null where none is. */
export const keypointBounds = (keypoints: readonly number[]): ImageBox | null => polygonBounds(labelledPoints(keypoints).flatMap(({ x, y }) => [x, y]))

const LONE_SHARE = 0.05

/** The box of a keypoint that stands alone: a square around it, a twentieth of the image's shorter side, inside the image. */
export function boxOfLone({ x, y }: ImagePoint, { width, height }: Size): ImageBox {
  const half = Math.max(1, (LONE_SHARE * Math.min(width, height)) / 2)
  const [left, top] = [Math.max(0, x - half), Math.max(0, y - half)]
  return imageBox(left, top, Math.min(width, x + half) - left, Math.min(height, y + half) - top)
}
