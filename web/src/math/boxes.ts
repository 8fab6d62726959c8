/** Arithmetic of boxes in the image frame. */
import { type Box, type Frame, type ImageBox, type ImagePoint, imageBox, type Point, type Size } from './points'

export const area = (box: Box<Frame>): number => box.w * box.h

/** Is the point in the box, or at most `slack` outside of it? */
export function contains<F extends Frame>(box: Box<F>, point: Point<F>, slack = 0): boolean {
  return (
    point.x >= box.x - slack &&
    point.x <= box.x + box.w + slack &&
    point.y >= box.y - slack &&
    point.y <= box.y + box.h + slack
  )
}

/** The box that has both points as corners, whichever way it was drawn. */
export function spanning(a: ImagePoint, b: ImagePoint): ImageBox {
  return imageBox(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y))
}

/** The smallest box around all of them; null when there is none. */
export function union(boxes: readonly ImageBox[]): ImageBox | null {
  const first = boxes[0]
  if (first === undefined) return null
  let [left, top, right, bottom] = [first.x, first.y, first.x + first.w, first.y + first.h]
  for (const box of boxes) {
    left = Math.min(left, box.x)
    top = Math.min(top, box.y)
    right = Math.max(right, box.x + box.w)
    bottom = Math.max(bottom, box.y + box.h)
  }
  return imageBox(left, top, right - left, bottom - top)
}

/** The part of the box that lies in the image; of zero size when they do not meet. */
export function clip(box: ImageBox, image: Size): ImageBox {
  const left = clamp(box.x, 0, image.width)
  const top = clamp(box.y, 0, image.height)
  const right = clamp(box.x + box.w, 0, image.width)
  const bottom = clamp(box.y + box.h, 0, image.height)
  return imageBox(left, top, right - left, bottom - top)
}

/** The box moved by (dx, dy), stopped at the edges of the image; its size stays. */
export function translate(box: ImageBox, dx: number, dy: number, image: Size): ImageBox {
  return imageBox(slide(box.x, dx, box.w, image.width), slide(box.y, dy, box.h, image.height), box.w, box.h)
}

/** Intersection over union, 0..1; 0 where both are empty. */
export function overlap(a: ImageBox, b: ImageBox): number {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  const shared = Math.max(0, width) * Math.max(0, height)
  const total = area(a) + area(b) - shared
  return total > 0 ? shared / total : 0
}

export const sameBox = (a: ImageBox, b: ImageBox): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

// A box that already hangs over an edge (an import kept it so) may stay there, but is never pushed further out.
function slide(start: number, delta: number, length: number, limit: number): number {
  const low = Math.min(0, start)
  const high = Math.max(limit - length, start)
  return clamp(start + delta, low, high)
}
