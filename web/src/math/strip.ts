/** Pictures so long that at their own proportion nothing of them would be seen. */
import type { Size } from './points'

/** From here on a tile of 200 px would show less than 6 px of the short side. */
const LONG = 33

/** From here on an open image cannot be shown whole and still be seen. */
const ENDLESS = 100

/** Along which side a picture is far longer; null where it is of a usual shape. */
export function stripAlong({ width, height }: Size, times = LONG): 'x' | 'y' | null {
  if (Math.max(width, height) < times * Math.min(width, height)) return null
  return width > height ? 'x' : 'y'
}

/** Is it too long for the whole of it to be seen? */
export const isEndless = (size: Size): boolean => stripAlong(size, ENDLESS) !== null
