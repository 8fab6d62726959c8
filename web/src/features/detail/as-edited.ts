/** A label as an edit of it would leave it. */
import type { Edit, ImageObject } from '@/api/types'

/** Null where the edit deletes it. A drawn shape other than a box is not worked out: the label stays as it is. */
export function asEdited(edit: Edit, label: ImageObject): ImageObject | null {
  switch (edit.action) {
    case 'relabel':
      return { ...label, class_id: edit.class_id }
    case 'delete':
      return null
    case 'move': {
      const [x, y, w, h] = edit.box
      return { ...label, x, y, w, h, polygons: null }
    }
    default:
      return label
  }
}
