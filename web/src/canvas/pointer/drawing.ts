/** A new box grows from where the press began. */
import { clip, spanning } from '@/math/boxes'
import { toImage } from '@/math/view'
import { DRAG_FROM, type Drawing, END_PREVIEW, type Handler, IDLE, step } from './state'

export const drawing: Handler<Drawing> = {
  move(state, pointer, scene) {
    const box = clip(spanning(state.from, toImage(scene.view, pointer.at)), scene.image)
    return step({ ...state, box }, { do: 'preview', id: null, box })
  },
  release(state, _pointer, scene) {
    // A click, or a line beside the image, is not a box.
    const drawn = Math.min(state.box.w, state.box.h) * scene.view.scale >= DRAG_FROM
    if (!drawn) return step(IDLE, END_PREVIEW, { do: 'refuse-add' })
    return step(IDLE, { do: 'add', box: state.box }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'crosshair',
}
