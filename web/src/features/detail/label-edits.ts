/** Every edit of one image's labels: what is asked of the server, and what is shown until it answers. */
import type { Patch } from '@/actions/optimistic'
import type { Edit, DrawnImage, ImageObject, Scope } from '@/api/types'
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
