/** One handle of the selected box follows the hand. */
import { sameBox } from '@/math/boxes'
import { handleCursor, resize } from '@/math/handles'
import { resizeTurned } from '@/math/turned'
import { toImage } from '@/math/view'
import { END_PREVIEW, type Handler, IDLE, type Resizing, step } from './state'

export const resizing: Handler<Resizing> = {
  move(state, pointer, scene) {
    const to = toImage(scene.view, pointer.at)
    const [dx, dy] = [to.x - state.from.x, to.y - state.from.y]
    const { start, handle, rotation } = state
    const box = rotation === 0 ? resize(start, handle, dx, dy, scene.image) : resizeTurned(start, rotation, handle, dx, dy)
    return step({ ...state, box }, { do: 'preview', id: state.id, box })
  },
  release(state) {
    if (sameBox(state.box, state.start)) return step(IDLE, END_PREVIEW)
    return step(IDLE, { do: 'move', id: state.id, box: state.box }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: (state) => handleCursor(state.handle),
}
