/** Every edit of one image's labels: what is asked of the server, and what is shown until it answers. */
import type { Patch } from '@/actions/optimistic'
import type { Drawn, DrawnImage, Edit, ImageObject, Scope } from '@/api/types'
import { placeOf } from '@/canvas/drawn'
import { closedRings } from '@/math/outline'
import type { ImageBox } from '@/math/points'

export interface PlannedEdit {
  readonly request: Edit
  readonly patch: Patch
}

/** Change the class of a label. */
export function relabel(scope: Scope, label: ImageObject, classId: number): PlannedEdit {
  return {
    request: { action: 'relabel', target: labels(scope, [label.id]), class_id: classId },
    patch: { object: only(label, (object) => ({ ...object, class_id: classId })) },
  }
}

/** Delete a label. */
export function remove(scope: Scope, label: ImageObject): PlannedEdit {
  return {
    request: { action: 'delete', target: labels(scope, [label.id]) },
    patch: { object: only(label, () => null) },
  }
}

/** Give a label another box. */
export function move(label: ImageObject, box: ImageBox): PlannedEdit {
  const { x, y, w, h } = box
  return {
    request: { action: 'move', id: label.id, box: [x, y, w, h] },
    patch: { object: only(label, (object) => ({ ...object, x, y, w, h })) },
  }
}

/** Give a label another shape. */
export function reshape(label: ImageObject, shape: Drawn): PlannedEdit {
  return {
    request: { action: 'reshape', id: label.id, shape },
    patch: { object: only(label, (object) => ({ ...object, ...placed(shape) })) },
  }
}

/** Set attributes of a label by name; null takes one away. */
export function setAttributes(scope: Scope, label: ImageObject, values: AttributeValues): PlannedEdit {
  const after = Object.entries({ ...attributesOf(label), ...values }).filter(([, value]) => value !== null)
  return {
    request: { action: 'set_attributes', target: labels(scope, [label.id]), values },
    patch: { object: only(label, (object) => ({ ...object, attributes: Object.fromEntries(after) })) },
  }
}

export type AttributeValues = Extract<Edit, { action: 'set_attributes' }>['values']

export const attributesOf = ({ attributes }: Pick<ImageObject, 'attributes'>): Readonly<Record<string, unknown>> =>
  typeof attributes === 'object' && attributes !== null ? { ...attributes } : {}

/** Copy a label to another image. */
export const copyTo = (label: ImageObject, imageId: number): PlannedEdit => ({
  request: { action: 'copy', ids: [label.id], image_id: imageId },
  patch: {},
})

/** Draw a label in each frame between those of two labels. */
export const drawBetween = (first: number, last: number): PlannedEdit => ({
  request: { action: 'interpolate', first, last },
  patch: {},
})

/** Make a label of a prediction, as it is. */
export function accept(scope: Scope, imageId: number, prediction: ImageObject): PlannedEdit {
  const target = { dataset: scope.dataset, run: scope.run, level: 'prediction', ids: [prediction.id] } as const
  return {
    request: { action: 'accept', target: { ...target, ids: [...target.ids] } },
    patch: { image: adding(imageId, { ...prediction, ...AS_LABEL }) },
  }
}

/** Add a label; a box of null makes it one of the whole image. */
export function add(imageId: number, classId: number, box: ImageBox | null): PlannedEdit {
  const place = box === null ? NOWHERE : { x: box.x, y: box.y, w: box.w, h: box.h }
  const kind = box === null ? 'whole_image' : 'box'
  return {
    request: { action: 'add', image_id: imageId, class_id: classId, box: box && [box.x, box.y, box.w, box.h] },
    patch: { image: adding(imageId, { ...BARE, ...AS_LABEL, ...place, kind, class_id: classId }) },
  }
}

/** Add a label of the shape that was drawn. */
export function addDrawn(imageId: number, classId: number, shape: Drawn): PlannedEdit {
  return {
    request: { action: 'add', image_id: imageId, class_id: classId, shape },
    patch: { image: adding(imageId, { ...BARE, ...AS_LABEL, ...placed(shape), class_id: classId }) },
  }
}

/** Take the image out of the dataset. */
export function removeImage(scope: Scope, imageId: number): PlannedEdit {
  return {
    request: {
      action: 'remove_image',
      target: { dataset: scope.dataset, run: scope.run, level: 'image', ids: [imageId] },
    },
    patch: { image: (image) => (image.id === imageId ? null : image) },
  }
}

const NOWHERE = { x: null, y: null, w: null, h: null } as const

const BARE = {
  is_crowd: false,
  ignore: false,
  changed_by: null,
  polygons: null,
  keypoints: null,
  attributes: null,
  rotation: null,
  v: '',
} as const

// Not yet in the store: no real label has an id below 0, so nothing can be done to it until the server has answered.
const AS_LABEL = { id: -1, source: 'label', score: null, outcome: null } as const

/** Is this label only shown, not yet confirmed by the server? */
export const isPending = (object: ImageObject): boolean => object.id < 0

/** A drawn shape as the fields of a label. */
function placed(shape: Drawn): Pick<ImageObject, 'kind' | 'x' | 'y' | 'w' | 'h' | 'rotation' | 'polygons' | 'keypoints'> {
  const { kind, box, polygons, holes, keypoints, rotation } = placeOf(shape)
  const rings = kind === 'polygon' ? closedRings({ parts: polygons ?? [], holes }) : polygons
  return {
    kind,
    ...(box ?? NOWHERE),
    rotation,
    // What a rotated box looks like follows from its rotation.
    polygons: kind === 'rotated_box' || rings === null ? null : rings.map((ring) => [...ring]),
    keypoints: keypoints && [...keypoints],
  }
}

function labels(scope: Scope, ids: readonly number[]) {
  return { dataset: scope.dataset, run: scope.run, level: 'annotation' as const, ids: [...ids] }
}

function only(target: ImageObject, change: (object: ImageObject) => ImageObject | null): NonNullable<Patch['object']> {
  return (object) => (object.source === target.source && object.id === target.id ? change(object) : object)
}

function adding(imageId: number, object: ImageObject): NonNullable<Patch['image']> {
  return (image: DrawnImage) => {
    if (image.id !== imageId) return image
    return { ...image, labels: image.labels + 1, objects: [...image.objects, object] }
  }
}
