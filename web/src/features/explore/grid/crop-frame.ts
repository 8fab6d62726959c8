/** Which part of an image the server's crop of an object shows: the rule of `assay.media.crop`, so boxes fit on it. */
import type { ImageObject, ImageRef } from '@/api/types'

export interface Frame {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const LEAST = 16

function span(start: number, length: number, limit: number): [number, number] {
  const least = Math.min(LEAST, limit)
  const from = length < least ? start - (least - length) / 2 : start
  const size = Math.max(length, least)
  let low = Math.max(from, 0)
  let high = Math.min(from + size, limit)
  if (high - low < least) {
    low = Math.min(Math.max(low, 0), limit - least)
    high = low + least
  }
  return [low, high]
}

/** The window around an object with a margin of `context` times its longer side; the whole image for one without a box. */
export function cropFrame(object: Pick<ImageObject, 'x' | 'y' | 'w' | 'h'>, image: Pick<ImageRef, 'width' | 'height'>, context: number): Frame | null {
  const { width, height } = image
  if (width === null || height === null) return null
  const { x, y, w, h } = object
  if (x === null || y === null || w === null || h === null) return { x: 0, y: 0, w: width, h: height }
  const [boxWidth, boxHeight] = [Math.max(w, 0), Math.max(h, 0)]
  const margin = context * Math.max(boxWidth, boxHeight)
  const [left, right] = span(x - margin, boxWidth + 2 * margin, width)
  const [top, bottom] = span(y - margin, boxHeight + 2 * margin, height)
  return { x: left, y: top, w: right - left, h: bottom - top }
}
