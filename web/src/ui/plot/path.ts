/** Data as the text of SVG paths. */
import type { Scale } from './scale'

export interface Point {
  readonly x: number
  /** Null where there is nothing to tell: the line has a gap there. */
  readonly y: number | null
}

export interface Span {
  readonly x: number
  readonly low: number
  readonly high: number
}

const place = (pixel: number): string => String(Math.round(pixel * 100) / 100)

/** A line through the points, broken where one has no value. */
export function linePath(points: readonly Point[], x: Scale, y: Scale): string {
  let pen = 'M'
  let path = ''
  for (const point of points) {
    if (point.y === null) pen = 'M'
    else {
      path += `${pen}${place(x.at(point.x))} ${place(y.at(point.y))}`
      pen = 'L'
    }
  }
  return path
}
