/** What can be done with selected rows, by level: the words, the key, the edit, and what the screen shows at once. */
import type { Patch } from '@/actions/optimistic'
import type { DrawnImage, Edit, ImageObject } from '@/api/types'
import { amount } from '@/lib/words'
import { isSelected, type SelectedRows } from '@/state/selection'
import type { ResultSpec } from '../spec'
import { objectsOfImages, selectedTarget } from './selection-target'

export interface Verb {
  readonly id: string
  /** "Delete 3 labels". */
  readonly label: string
  /** What more there is to know. */
  readonly title?: string
  readonly key: string
  /** The verb wants a class first. */
  readonly asksClass: boolean
  /** It takes something away. */
  readonly takesAway: boolean
  readonly edit: (classId: number) => Edit
  readonly patch: (classId: number) => Patch
}

export interface VerbContext {
  readonly rows: SelectedRows
  readonly count: number
  readonly spec: ResultSpec
  readonly confidence: number
  /** The classes stand for whole images here. */
  readonly isClassification: boolean
}

type Make = (context: VerbContext) => Verb

const relabel: Make = ({ rows, count, spec }) => ({
  id: 'relabel',
  label: `Change class of ${amount(count, 'label')}`,
  key: 'c',
  asksClass: true,
  takesAway: false,
  edit: (class_id) => ({ action: 'relabel', target: selectedTarget(rows, spec), class_id }),
  patch: (class_id) => onLabels(rows, (object) => ({ ...object, class_id })),
})

const deleteLabels: Make = ({ rows, count, spec }) => ({
  id: 'delete',
  label: `Delete ${amount(count, 'label')}`,
  key: 'd',
  asksClass: false,
  takesAway: true,
  edit: () => ({ action: 'delete', target: selectedTarget(rows, spec) }),
  patch: () => onLabels(rows, () => null),
})

const accept: Make = ({ rows, count, spec }) => ({
  id: 'accept',
  label: `Accept ${amount(count, 'prediction')} as labels`,
  key: 'a',
  asksClass: false,
  takesAway: false,
  edit: () => ({ action: 'accept', target: selectedTarget(rows, spec) }),
  patch: () => ({}),
})

const relabelImages: Make = ({ rows, count, spec }) => ({
  id: 'relabel',
  label: `Change class of ${amount(count, 'image')}`,
  key: 'c',
  asksClass: true,
  takesAway: false,
  edit: (class_id) => ({ action: 'relabel', target: objectsOfImages(rows, spec, 'label', 'kind = "whole_image"'), class_id }),
  patch: (class_id) => onObjectsOfImages(rows, (object) => (isWholeLabel(object) ? { ...object, class_id } : object)),
})

const acceptOfImages: Make = ({ rows, spec, confidence }) => ({
  id: 'accept',
  label: 'Accept their predictions',
  title: `Makes labels of the predictions with a confidence of ${confidence.toFixed(2)} or more`,
  key: 'a',
  asksClass: false,
  takesAway: false,
  // What is not drawn is not accepted: the threshold on screen holds for the verb, too.
  edit: () => ({ action: 'accept', target: objectsOfImages(rows, spec, 'prediction', `score >= ${confidence}`) }),
  patch: () => ({}),
})

const deleteOfImages: Make = ({ rows, spec }) => ({
  id: 'delete',
  label: 'Delete their labels',
  key: 'd',
  asksClass: false,
  takesAway: true,
  edit: () => ({ action: 'delete', target: objectsOfImages(rows, spec, 'label') }),
  patch: () => onObjectsOfImages(rows, (object) => (object.source === 'label' ? null : object)),
})

const removeImages: Make = ({ rows, count, spec }) => ({
  id: 'remove',
  label: `Remove ${amount(count, 'image')}`,
  key: 'x',
  asksClass: false,
  takesAway: true,
  edit: () => ({ action: 'remove_image', target: selectedTarget(rows, spec) }),
  patch: () => ({ image: (image) => (isSelected(rows, image.id) ? null : image) }),
})

/** The verbs for the rows of a level, the likeliest first. */
export function verbsFor(context: VerbContext): Verb[] {
  const { level, run } = context.spec
  if (level === 'annotation') return [relabel(context), deleteLabels(context)]
  if (level === 'prediction') return [accept(context)]
  const makes = [context.isClassification && relabelImages, run !== null && acceptOfImages, deleteOfImages, removeImages]
  return makes.filter((make) => make !== false).map((make) => make(context))
}

const isWholeLabel = ({ source, kind }: ImageObject): boolean => source === 'label' && kind === 'whole_image'

function onLabels(rows: SelectedRows, change: (object: ImageObject) => ImageObject | null): Patch {
  return { object: (object) => (object.source === 'label' && isSelected(rows, object.id) ? change(object) : object) }
}

function onObjectsOfImages(rows: SelectedRows, change: (object: ImageObject) => ImageObject | null): Patch {
  const image = (item: DrawnImage): DrawnImage => {
    if (!isSelected(rows, item.id)) return item
    const objects = item.objects.map(change).filter((object) => object !== null)
    const gone = item.objects.filter(({ source }) => source === 'label').length - objects.filter(({ source }) => source === 'label').length
    return { ...item, objects, labels: item.labels - gone }
  }
  return { image }
}
