/** What a viewer draws: an object of an image, stripped of everything but its look and its place. */
import type { Limb } from '@/math/keypoints'
import type { ImageBox } from '@/math/points'
import { type Polygon, reshape, turnedBox } from '@/math/polygons'

export type ShapeKind = 'box' | 'rotated_box' | 'polygon' | 'mask' | 'keypoints' | 'whole_image'

export interface Shape {
  /** Unique in the image; labels and predictions have different prefixes. */
  readonly id: string
  /** Null for a whole-image label, which has no place and is not drawn. */
  readonly box: ImageBox | null
  readonly polygons?: readonly Polygon[] | null
  /** What is cut out of the polygons. */
  readonly holes?: readonly Polygon[]
  /** What a hand may do with it; a box where nothing is said. */
  readonly kind?: ShapeKind
  /** Of a rotated box: clockwise about its centre, in radians. */
  readonly rotation?: number | null
  /** [x, y, visibility] triples in image pixels; visibility 0 is not drawn, 1 (hidden) is drawn hollow. */
  readonly keypoints?: readonly number[] | null
  /** Between its keypoints. */
  readonly limbs?: readonly Limb[] | undefined
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
  const { box: from, polygons, holes, keypoints, rotation } = shape
  if (from === null) return { ...shape, box }
  if (rotation) return { ...shape, box, polygons: [turnedBox(box, rotation)] }
  const carried = (loops: readonly Polygon[]): Polygon[] => loops.map((loop) => reshape(loop, from, box))
  return {
    ...shape,
    box,
    ...(polygons && { polygons: carried(polygons) }),
    ...(holes && { holes: carried(holes) }),
    ...(keypoints && { keypoints: carriedKeypoints(keypoints, from, box) }),
  }
}

function carriedKeypoints(keypoints: readonly number[], from: ImageBox, to: ImageBox): number[] {
  const places = reshape(keypoints.filter((_, at) => at % 3 !== 2), from, to)
  return keypoints.map((value, at) => (at % 3 === 2 ? value : (places[at - Math.floor(at / 3)] ?? value)))
}
