/** An outline grows corner by corner until Enter, a double click, or a click on its first corner closes it. */
import { pinned } from '@/math/outline'
import type { ImagePoint, ScreenPoint } from '@/math/points'
import { toImage, toScreen, type View } from '@/math/view'
import { END_PREVIEW, type Handler, IDLE, step, type Step, type Tracing } from './state'

// A press at most this many CSS pixels from a corner means that corner.
const GRIP = 8

export const tracing: Handler<Tracing> = {
  press(state, pointer, scene) {
    if (pointer.button !== 0) return step(state)
    const { loop } = state
    const [first, last] = [loop[0], loop.at(-1)]
    // The second press of a double click falls on the corner that the first one made.
    const closes = (corner: ImagePoint | undefined): boolean => corner !== undefined && isAt(corner, pointer.at, scene.view)
    if (loop.length >= 3 && (closes(first) || closes(last))) return close(state)
    if (closes(last)) return step(state)
    const grown = [...loop, pinned(toImage(scene.view, pointer.at), scene.image)]
    return step({ ...state, loop: grown }, { do: 'trace', loop: grown })
  },
  move(state, pointer, scene) {
    const at = pinned(toImage(scene.view, pointer.at), scene.image)
    return step(state, { do: 'trace', loop: [...state.loop, at] })
  },
  release: (state) => step(state),
  close,
  back(state) {
    const loop = state.loop.slice(0, -1)
    return loop.length === 0 ? step(IDLE, END_PREVIEW) : step({ ...state, loop }, { do: 'trace', loop })
  },
  cancel: () => step(IDLE, END_PREVIEW),
  cursor: () => 'crosshair',
}

/** Fewer than three corners are no outline: it goes on. */
function close(state: Tracing): Step {
  if (state.loop.length < 3) return step(state)
  return step(IDLE, { do: 'outline', loop: state.loop.flatMap(({ x, y }) => [x, y]) }, END_PREVIEW)
}

function isAt(corner: ImagePoint, at: ScreenPoint, view: View): boolean {
  const there = toScreen(view, corner)
  return Math.hypot(there.x - at.x, there.y - at.y) <= GRIP
}
