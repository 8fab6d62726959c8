/** The image follows the hand. */
import { type Handler, IDLE, type Panning, step } from './state'

export const panning: Handler<Panning> = {
  move(state, pointer) {
    const dx = pointer.at.x - state.last.x
    const dy = pointer.at.y - state.last.y
    return step({ name: 'panning', last: pointer.at }, { do: 'pan', dx, dy })
  },
  release: () => step(IDLE),
  cancel: () => step(IDLE),
  cursor: () => 'grabbing',
}
