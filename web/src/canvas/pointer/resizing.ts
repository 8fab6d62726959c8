/** One handle of the selected box follows the hand. */
import { sameBox } from '@/math/boxes'
import { handleCursor, resize } from '@/math/handles'
import { toImage } from '@/math/view'
import { END_PREVIEW, type Handler, IDLE, type Resizing, step } from './state'

export const resizing: Handler<Resizing> = {
  move(state, pointer, scene) {
    const to = toImage(scene.view, pointer.at)
    const box = resize(state.start, state.handle, to.x - state.from.x, to.y - state.from.y, scene.image)
    return step({ ...state, box }, { do: 'preview', id: state.id, box })
  },
  release(state) {
    if (sameBox(state.box, state.start)) return step(IDLE, END_PREVIEW)
    return step(IDLE, { do: 'move', id: state.id, box: state.box }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: (state) => handleCursor(state.handle),
}
