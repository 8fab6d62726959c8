/** Which part of an image a crop shows. */
import { clamp, clip, union } from './boxes'
import { type ImageBox, imageBox, type Size } from './points'

/**
 * The square around `boxes` that shows them with `context` times their longer side, moved inside the image where it
 * can be; where the image is smaller than the square, the square hangs over evenly.
 */
export function cropWindow(boxes: readonly ImageBox[], image: Size, context = 1.8): ImageBox {
  const around = union(boxes) ?? imageBox(0, 0, image.width, image.height)
  const longest = Math.max(image.width, image.height)
  const side = clamp(Math.max(around.w, around.h) * context, Math.min(MIN_SIDE, longest), longest)
  const x = place(around.x + around.w / 2, side, image.width)
  const y = place(around.y + around.h / 2, side, image.height)
  return imageBox(x, y, side, side)
}

/** Whole pixels around the window, inside the image: what is asked of the server. */
export function wholePixels(window: ImageBox, image: Size): ImageBox {
  const [left, top] = [Math.floor(window.x), Math.floor(window.y)]
  const [right, bottom] = [Math.ceil(window.x + window.w), Math.ceil(window.y + window.h)]
  return clip(imageBox(left, top, right - left, bottom - top), image)
}

// A box of a few pixels is shown with at least this much of its surroundings, in image pixels.
const MIN_SIDE = 24

function place(centre: number, side: number, limit: number): number {
  if (side >= limit) return (limit - side) / 2
  return clamp(centre - side / 2, 0, limit - side)
}
