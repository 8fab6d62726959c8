/** The selected box follows the hand, inside the image. */
import { sameBox, translate } from '@/math/boxes'
import { toImage } from '@/math/view'
import { END_PREVIEW, type Handler, IDLE, type Moving, step } from './state'

export const moving: Handler<Moving> = {
  move(state, pointer, scene) {
    const to = toImage(scene.view, pointer.at)
    const box = translate(state.start, to.x - state.from.x, to.y - state.from.y, scene.image)
    return step({ ...state, box }, { do: 'preview', id: state.id, box })
  },
  release(state) {
    if (sameBox(state.box, state.start)) return step(IDLE, END_PREVIEW)
    return step(IDLE, { do: 'move', id: state.id, box: state.box }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'move',
}
