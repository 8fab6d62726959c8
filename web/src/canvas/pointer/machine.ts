/** Sends what the pointer does to the state it is in. */
import { bending } from './bending'
import { brushing } from './brushing'
import { drawing } from './drawing'
import { idle, press, twice } from './idle'
import { moving } from './moving'
import { panning } from './panning'
import { pressing } from './pressing'
import { resizing } from './resizing'
import { type Handler, type Pointer, type PointerState, type Scene, step, type Step } from './state'
import { tracing } from './tracing'
import { turning } from './turning'

type Handlers = { readonly [N in PointerState['name']]: Handler<Extract<PointerState, { name: N }>> }

const HANDLERS: Handlers = { idle, pressing, panning, moving, resizing, turning, bending, drawing, tracing, brushing }

/** `twice`: a double click. `close` and `back`: Enter and Backspace while something is drawn corner by corner. */
export type PointerEventKind = 'press' | 'move' | 'release' | 'cancel' | 'twice' | 'close' | 'back'

/** The next state and what the viewer shall do, for one event. */
export function advance(state: PointerState, kind: PointerEventKind, pointer: Pointer, scene: Scene): Step {
  const handler = handlerOf(state)
  switch (kind) {
    case 'press':
      return state.name === 'idle' ? press(pointer, scene) : (handler.press?.(state, pointer, scene) ?? step(state))
    case 'twice':
      return state.name === 'idle' ? twice(pointer, scene) : step(state)
    case 'move':
      return handler.move(state, pointer, scene)
    case 'release':
      return handler.release(state, pointer, scene)
    case 'close':
      return handler.close?.(state, scene) ?? step(state)
    case 'back':
      return handler.back?.(state) ?? step(state)
    case 'cancel':
      return handler.cancel(state)
  }
}

/** Does the state take Enter and Backspace for itself? */
export const takesKeys = (state: PointerState): boolean => handlerOf(state).close !== undefined

export const cursorOf = (state: PointerState): string => handlerOf(state).cursor(state)

// The table is indexed by the state's own name, so handler and state always fit; the compiler cannot follow that.
function handlerOf<S extends PointerState>(state: S): Handler<S> {
  return HANDLERS[state.name] as unknown as Handler<S>
}
