/** What a viewer shows while the hand is at work. */
import { keypointBounds } from '@/math/keypoints'
import type { Picture } from './draw-shapes'
import { withDrawn } from './drawn'
import type { Effect } from './pointer/state'
import { type Shape, withBox } from './shape'

/** The latest effect that shows something which is not yet anybody's. */
export type Preview = Extract<Effect, { do: 'preview' | 'draft' | 'trace' | 'stroke' | 'aim' }>

/** The id of a shape whose keypoints are placed one by one: the next one follows the pointer. */
export const POSE = 'pose'

/** The shapes with the one that is being changed as it would be, or with the box that is being drawn. */
export function withPreview(shapes: readonly Shape[], preview: Preview | null): readonly Shape[] {
  if (preview?.do === 'draft') {
    return shapes.map((shape) => (shape.id === preview.id ? withDrawn(shape, preview.drawn) : shape))
  }
  if (preview?.do === 'aim') {
    const { x, y } = preview.at
    return shapes.map((shape) => (shape.id === POSE ? posed(shape, [...(shape.keypoints ?? []), x, y, 2]) : shape))
  }
  if (preview?.do !== 'preview' || preview.box === null) return shapes
  const { id, box } = preview
  if (id !== null) return shapes.map((shape) => (shape.id === id ? withBox(shape, box) : shape))
  return [...shapes, { ...NEW_SHAPE, box }]
}

const posed = (shape: Shape, keypoints: readonly number[]): Shape => ({ ...shape, keypoints, box: keypointBounds(keypoints) })

/** What is not closed or not dry yet. */
export const wet = (preview: Preview | null): Pick<Picture, 'trace' | 'stroke'> => ({
  trace: preview?.do === 'trace' ? preview.loop : null,
  stroke: preview?.do === 'stroke' ? preview.stroke : null,
})

const NEW_SHAPE: Shape = {
  id: 'new',
  box: null,
  line: 'solid',
  colour: '#ffffff',
  letter: '+',
  title: 'New box',
  hatched: false,
  editable: false,
}
