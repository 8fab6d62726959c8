/** Pressed and still: a click selects; a drag moves the selected box, and pans from anywhere else. */
import { toImage } from '@/math/view'
import { editableSelection } from './selection'
import { DRAG_FROM, type Handler, IDLE, type Pressing, step } from './state'

export const pressing: Handler<Pressing> = {
  move(state, pointer, scene) {
    const dx = pointer.at.x - state.from.x
    const dy = pointer.at.y - state.from.y
    if (Math.hypot(dx, dy) < DRAG_FROM) return step(state)
    const selected = editableSelection(scene)
    // Only what was selected before moves: images full of boxes must stay pannable.
    if (selected !== null && selected.id === state.target) {
      const from = toImage(scene.view, state.from)
      return step({ name: 'moving', id: selected.id, start: selected.box, from, box: selected.box })
    }
    return step({ name: 'panning', last: pointer.at }, { do: 'pan', dx, dy })
  },
  release: (state) => step(IDLE, { do: 'select', id: state.target }),
  cancel: () => step(IDLE),
  cursor: (state) => (state.target === null ? 'default' : 'pointer'),
}
