/** A stroke of the brush; it becomes pixels when the button is let go. */
import { toImage } from '@/math/view'
import { type Brushing, END_PREVIEW, type Handler, IDLE, step } from './state'

export const brushing: Handler<Brushing> = {
  move(state, pointer, scene) {
    const points = [...state.stroke.points, toImage(scene.view, pointer.at)]
    const stroke = { ...state.stroke, points }
    return step({ ...state, stroke }, { do: 'stroke', stroke })
  },
  release: ({ stroke }) => step(IDLE, { do: 'paint', stroke }, END_PREVIEW),
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'crosshair',
}
