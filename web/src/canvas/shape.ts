/** What a viewer draws: an object of an image, stripped of everything but its look and its place. */
import type { ImageBox } from '@/math/points'
import { type Polygon, reshape } from '@/math/polygons'

export interface Shape {
  /** Unique in the image; labels and predictions have different prefixes. */
  readonly id: string
  /** Null for a whole-image label, which has no place and is not drawn. */
  readonly box: ImageBox | null
  readonly polygons?: readonly Polygon[] | null
  /** [x, y, visibility] triples in image pixels; visibility 0 is not drawn, 1 (hidden) is drawn hollow. */
  readonly keypoints?: readonly number[] | null
  /** Labels are solid, predictions dashed, everywhere. */
  readonly line: 'solid' | 'dashed'
  readonly colour: string
  /** The second cue beside the colour. */
  readonly letter: string
  /** What the chip says on hover or selection. */
  readonly title: string
  /** Crowd and ignored regions. */
  readonly hatched: boolean
  /** May it be moved and resized? */
  readonly editable: boolean
  /** Drawn thinner and paler: context, not evidence. */
  readonly quiet?: boolean
}

/** The shape with its box at another place; its outline goes along. */
export function withBox(shape: Shape, box: ImageBox): Shape {
  const { box: from, polygons } = shape
  if (from === null || !polygons) return { ...shape, box }
  return { ...shape, box, polygons: polygons.map((polygon) => reshape(polygon, from, box)) }
}
