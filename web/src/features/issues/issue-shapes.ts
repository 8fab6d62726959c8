/** The evidence of an issue, and the other objects of its image around it, as shapes. */
import type { ImageObject, IssueItem } from '@/api/types'
import type { Shape } from '@/canvas/shape'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { imageBox } from '@/math/points'
import type { ClassBook } from '@/state/class-book'

/** Everything that the issue speaks of, the label first. */
export function evidenceOf({ label, prediction, others }: IssueItem): readonly ImageObject[] {
  const named = [label, prediction].filter((object): object is ImageObject => object !== null)
  return [...named, ...others]
}

/** For the card. Nothing may be moved here: the fix is the button's. */
export function evidenceShapes(issue: IssueItem, book: ClassBook): readonly Shape[] {
  const objects = evidenceOf(issue).map((object) => ({ ...shapeOf(object, book.look(object.class_id)), editable: false }))
  return [...objects, ...placeShapes(issue, book)]
}

/** Places that nobody labelled or predicted: those the detector speaks of, and where the fix would move the box to. */
function placeShapes({ other_boxes, suggestion, prediction, class_id }: IssueItem, book: ClassBook): readonly Shape[] {
  const moved = suggestion?.action === 'move' && prediction === null ? suggestion.box : null
  const places = [...other_boxes, ...(moved === null ? [] : [moved])]
  const look = book.look(class_id)
  return places.map(([x, y, w, h], index) => ({
    id: `place:${index}`,
    box: imageBox(x, y, w, h),
    line: 'dashed',
    colour: look.colour,
    letter: look.mark,
    title: 'Here, says the detector',
    hatched: false,
    editable: false,
    quiet: true,
  }))
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
