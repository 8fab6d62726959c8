/** Objects of the server as shapes of the canvas. */
import type { ImageObject } from '@/api/types'
import { ratio } from '@/lib/words'
import type { Limb } from '@/math/keypoints'
import { openOutline } from '@/math/outline'
import { type ImageBox, imageBox } from '@/math/points'
import { turnedBox } from '@/math/polygons'
import type { Shape } from './shape'

/** The colour, letter and name of an object's class, and what joins its keypoints. */
export interface Look {
  readonly name: string
  readonly colour: string
  readonly mark: string
  readonly limbs?: readonly Limb[]
}

/** The id of an object in a URL and among the shapes of its image: `label:12`, `prediction:7`. */
export const shapeId = (object: Pick<ImageObject, 'source' | 'id'>): string => `${object.source}:${object.id}`

/** The box of an object; null for a label of the whole image. */
export function boxOf({ x, y, w, h }: Pick<ImageObject, 'x' | 'y' | 'w' | 'h'>): ImageBox | null {
  if (x === null || y === null || w === null || h === null) return null
  return imageBox(x, y, w, h)
}

// Outlines come in the detail of an image only; in lists the box alone is drawn.
function outlineOf(object: ImageObject): Pick<Shape, 'polygons' | 'holes'> {
  const box = boxOf(object)
  if (object.polygons !== null && object.kind === 'polygon') {
    const { parts, holes } = openOutline(object.polygons)
    return { polygons: parts, holes }
  }
  if (object.polygons !== null || object.rotation === null || box === null) return { polygons: object.polygons }
  return { polygons: [turnedBox(box, object.rotation)] }
}

/** Can its box be given another place? What lies in it goes along. */
export const isMovable = ({ kind }: Pick<ImageObject, 'kind'>): boolean => kind !== 'whole_image'

export function shapeOf(object: ImageObject, look: Look, quiet = false): Shape {
  const isLabel = object.source === 'label'
  return {
    id: shapeId(object),
    box: boxOf(object),
    ...outlineOf(object),
    kind: object.kind,
    rotation: object.rotation,
    keypoints: object.keypoints,
    limbs: look.limbs,
    line: isLabel ? 'solid' : 'dashed',
    colour: look.colour,
    letter: look.mark,
    title: object.score === null ? look.name : `${look.name} ${ratio(object.score)}`,
    hatched: object.is_crowd || object.ignore,
    editable: isLabel && isMovable(object),
    quiet,
  }
}
