/** The states of the pointer over a viewer, what each may ask for, and what each is told. */
import type { Handle } from '@/math/handles'
import type { ImageBox, ImagePoint, ScreenPoint, Size } from '@/math/points'
import type { View } from '@/math/view'
import type { Shape } from '../shape'

/** Nothing is pressed. */
export interface Idle {
  readonly name: 'idle'
}

/** Pressed, but not moved far enough to be a drag. */
export interface Pressing {
  readonly name: 'pressing'
  readonly from: ScreenPoint
  readonly target: string | null
}

export interface Panning {
  readonly name: 'panning'
  readonly last: ScreenPoint
}

export interface Moving {
  readonly name: 'moving'
  readonly id: string
  readonly start: ImageBox
  readonly from: ImagePoint
  readonly box: ImageBox
}

export interface Resizing {
  readonly name: 'resizing'
  readonly id: string
  readonly handle: Handle
  readonly start: ImageBox
  readonly from: ImagePoint
  readonly box: ImageBox
}

export interface Drawing {
  readonly name: 'drawing'
  readonly from: ImagePoint
  readonly box: ImageBox
}

export type PointerState = Idle | Pressing | Panning | Moving | Resizing | Drawing

/** Where the pointer is and how it is held. */
export interface Pointer {
  readonly at: ScreenPoint
  /** As in DOM events: 0 main, 1 middle, 2 secondary. */
  readonly button: number
}

/** What the states look at; they never change it. */
export interface Scene {
  readonly image: Size
  readonly viewer: Size
  readonly view: View
  readonly shapes: readonly Shape[]
  readonly selectedId: string | null
  readonly tool: 'select' | 'draw'
  /** Is the key that turns every drag into a pan held (space)? */
  readonly panKey: boolean
}

/** What the viewer shall do. `preview` shows a box that is not yet anybody's; null takes it away. */
export type Effect =
  | { readonly do: 'hover'; readonly id: string | null }
  | { readonly do: 'select'; readonly id: string | null }
  | { readonly do: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly do: 'preview'; readonly id: string | null; readonly box: ImageBox | null }
  | { readonly do: 'move'; readonly id: string; readonly box: ImageBox }
  | { readonly do: 'add'; readonly box: ImageBox }
  | { readonly do: 'refuse-add' }

export interface Step {
  readonly state: PointerState
  readonly effects: readonly Effect[]
}

/** What one state does with the pointer; `cancel` (Escape, lost capture) leaves everything as it was before. */
export interface Handler<S extends PointerState> {
  move(state: S, pointer: Pointer, scene: Scene): Step
  release(state: S, pointer: Pointer, scene: Scene): Step
  cancel(state: S): Step
  cursor(state: S): string
}

export const IDLE: Idle = { name: 'idle' }

/** A pointer that moved less than this many CSS pixels was a click. */
export const DRAG_FROM = 4

export const step = (state: PointerState, ...effects: Effect[]): Step => ({ state, effects })

export const END_PREVIEW: Effect = { do: 'preview', id: null, box: null }
