/** The selected box turns with the hand; Shift holds it to steps of 15 degrees. */
import { rotationTo } from '@/math/turned'
import { toImage } from '@/math/view'
import { drawnTurned } from '../drawn'
import { END_PREVIEW, type Handler, IDLE, step, type Turning } from './state'

export const turning: Handler<Turning> = {
  move(state, pointer, scene) {
    const rotation = rotationTo(state.box, toImage(scene.view, pointer.at), pointer.shift === true)
    return step({ ...state, rotation }, { do: 'draft', id: state.id, drawn: drawnTurned(state.box, rotation) })
  },
  release({ id, box, rotation }) {
    if (rotation === null) return step(IDLE)
    return step(IDLE, { do: 'reshape', id, drawn: drawnTurned(box, rotation) }, END_PREVIEW)
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'grabbing',
}
