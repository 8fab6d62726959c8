/** The evidence of an issue, and the other objects of its image around it, as shapes. */
import type { ImageObject, IssueItem } from '@/api/types'
import type { Shape } from '@/canvas/shape'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import type { ClassBook } from '@/state/class-book'

/** Everything that the issue speaks of, the label first. */
export function evidenceOf({ label, prediction, others }: IssueItem): readonly ImageObject[] {
  const named = [label, prediction].filter((object): object is ImageObject => object !== null)
  return [...named, ...others]
}

/** For the card. Nothing may be moved here: the fix is the button's. */
export function evidenceShapes(issue: IssueItem, book: ClassBook): readonly Shape[] {
  return evidenceOf(issue).map((object) => ({ ...shapeOf(object, book.look(object.class_id)), editable: false }))
}

/** For the whole image: the evidence on top of everything else, which stays quiet. */
export function imageShapes(issue: IssueItem, objects: readonly ImageObject[], book: ClassBook): readonly Shape[] {
  const evidence = evidenceShapes(issue, book)
  const told = new Set(evidence.map(({ id }) => id))
  const around = objects
    .filter((object) => !told.has(shapeId(object)))
    .map((object) => ({ ...shapeOf(object, book.look(object.class_id), true), editable: false }))
  return [...around, ...evidence]
}
