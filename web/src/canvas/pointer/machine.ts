/** Sends what the pointer does to the state it is in. */
import { drawing } from './drawing'
import { idle, press } from './idle'
import { moving } from './moving'
import { panning } from './panning'
import { pressing } from './pressing'
import { resizing } from './resizing'
import type { Handler, Pointer, PointerState, Scene, Step } from './state'

type Handlers = { readonly [N in PointerState['name']]: Handler<Extract<PointerState, { name: N }>> }

const HANDLERS: Handlers = { idle, pressing, panning, moving, resizing, drawing }

export type PointerEventKind = 'press' | 'move' | 'release' | 'cancel'

/** The next state and what the viewer shall do, for one event. */
export function advance(state: PointerState, kind: PointerEventKind, pointer: Pointer, scene: Scene): Step {
  if (kind === 'press') return state.name === 'idle' ? press(pointer, scene) : { state, effects: [] }
  const handler = handlerOf(state)
  if (kind === 'move') return handler.move(state, pointer, scene)
  if (kind === 'release') return handler.release(state, pointer, scene)
  return handler.cancel(state)
}

export const cursorOf = (state: PointerState): string => handlerOf(state).cursor(state)

// The table is indexed by the state's own name, so handler and state always fit; the compiler cannot follow that.
function handlerOf<S extends PointerState>(state: S): Handler<S> {
  return HANDLERS[state.name] as unknown as Handler<S>
}
