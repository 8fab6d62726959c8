/** A corner of the selected outline, or a keypoint, follows the hand; a click chooses it. */
import { pinned } from '@/math/outline'
import { toImage } from '@/math/view'
import { gripMoved } from '../drawn'
import { type Bending, DRAG_FROM, END_PREVIEW, type Handler, IDLE, step } from './state'

export const bending: Handler<Bending> = {
  move(state, pointer, scene) {
    const isStill = Math.hypot(pointer.at.x - state.from.x, pointer.at.y - state.from.y) < DRAG_FROM
    if (state.drawn === null && isStill) return step(state)
    const drawn = gripMoved(state.shape, state.grip, pinned(toImage(scene.view, pointer.at), scene.image))
    return step({ ...state, drawn }, { do: 'draft', id: state.shape.id, drawn })
  },
  release({ shape, grip, drawn }) {
    if (drawn === null) return step(IDLE, { do: 'grip', grip })
    return step(IDLE, { do: 'grip', grip }, { do: 'reshape', id: shape.id, drawn }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'move',
}
