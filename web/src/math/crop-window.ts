/** Which part of an image a crop shows. */
import { clamp, union } from './boxes'
import { type ImageBox, imageBox, type Size } from './points'

/**
 * The square around `boxes` that shows them with `context` times their longer side, moved inside the image where it
 * can be; where the image is smaller than the square, the square hangs over evenly.
 */
export function cropWindow(boxes: readonly ImageBox[], image: Size, context = 1.8): ImageBox {
  const around = union(boxes) ?? imageBox(0, 0, image.width, image.height)
  const longest = Math.max(image.width, image.height)
  const side = clamp(Math.max(around.w, around.h) * context, Math.min(MIN_SIDE, longest), longest)
  return imageBox(
    place(around.x + around.w / 2, side, image.width),
    place(around.y + around.h / 2, side, image.height),
    side,
    side,
  )
}

// A box of a few pixels is shown with at least this much of its surroundings, in image pixels.
const MIN_SIDE = 24

function place(centre: number, side: number, limit: number): number {
  if (side >= limit) return (limit - side) / 2
  return clamp(centre - side / 2, 0, limit - side)
}
