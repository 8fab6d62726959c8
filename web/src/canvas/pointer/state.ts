/** The states of the pointer over a viewer, what each may ask for, and what each is told. */
import type { Drawn } from '@/api/types'
import type { Handle } from '@/math/handles'
import type { Grip } from '@/math/outline'
import type { Stroke } from '@/math/pixels'
import type { ImageBox, ImagePoint, ScreenPoint, Size } from '@/math/points'
import type { Polygon } from '@/math/polygons'
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
  readonly rotation: number
  readonly from: ImagePoint
  readonly box: ImageBox
}

/** The selected box is turned by the handle above it. */
export interface Turning {
  readonly name: 'turning'
  readonly id: string
  readonly box: ImageBox
  /** Null until it has moved. */
  readonly rotation: number | null
}

/** A corner of an outline, or a keypoint, follows the hand. */
export interface Bending {
  readonly name: 'bending'
  readonly shape: Shape
  readonly grip: Grip
  readonly from: ScreenPoint
  /** Null until it has moved far enough to be a drag. */
  readonly drawn: Drawn | null
}

/** An outline is drawn by clicking its corners. */
export interface Tracing {
  readonly name: 'tracing'
  readonly loop: readonly ImagePoint[]
}

/** Pixels are painted or erased. */
export interface Brushing {
  readonly name: 'brushing'
  readonly stroke: Stroke
}

export interface Drawing {
  readonly name: 'drawing'
  readonly from: ImagePoint
  readonly box: ImageBox
}

export type PointerState =
  Idle | Pressing | Panning | Moving | Resizing | Turning | Bending | Drawing | Tracing | Brushing

/** What a press begins: a choice, a box, an outline (new, a further part or a hole of the selected one), or paint; or a keypoint it places. */
export type Tool = 'select' | 'draw' | 'polygon' | 'part' | 'hole' | 'brush' | 'erase' | 'keypoints'

export const isTracer = (tool: Tool): boolean => tool === 'polygon' || tool === 'part' || tool === 'hole'

export const isBrush = (tool: Tool): boolean => tool === 'brush' || tool === 'erase'

/** Where the pointer is and how it is held. */
export interface Pointer {
  readonly at: ScreenPoint
  /** As in DOM events: 0 main, 1 middle, 2 secondary. */
  readonly button: number
  readonly alt?: boolean
  readonly shift?: boolean
}

/** What the states look at; they never change it. */
export interface Scene {
  readonly image: Size
  readonly viewer: Size
  readonly view: View
  readonly shapes: readonly Shape[]
  readonly selectedId: string | null
  readonly tool: Tool
  /** Of the brush, in image pixels. */
  readonly radius?: number | undefined
  /** Is the key that turns every drag into a pan held (space)? */
  readonly panKey: boolean
}

/**
 * What the viewer shall do. `preview` shows a box that is not yet anybody's; null takes it away, and also what `draft`
 * (a shape that is being changed), `trace` (an outline that is not closed), `stroke` (wet paint) and `aim` (where the next
 * keypoint would be) show.
 */
export type Effect =
  | { readonly do: 'hover'; readonly id: string | null }
  | { readonly do: 'select'; readonly id: string | null }
  | { readonly do: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly do: 'preview'; readonly id: string | null; readonly box: ImageBox | null }
  | { readonly do: 'draft'; readonly id: string; readonly drawn: Drawn }
  | { readonly do: 'trace'; readonly loop: readonly ImagePoint[] }
  | { readonly do: 'stroke'; readonly stroke: Stroke }
  | { readonly do: 'aim'; readonly at: ImagePoint }
  | { readonly do: 'point'; readonly at: ImagePoint }
  | { readonly do: 'grip'; readonly grip: Grip }
  | { readonly do: 'reshape'; readonly id: string; readonly drawn: Drawn }
  | { readonly do: 'outline'; readonly loop: Polygon }
  | { readonly do: 'paint'; readonly stroke: Stroke }
  | { readonly do: 'toggle-zoom'; readonly at: ScreenPoint }
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
  /** Another press while it lasts. */
  press?(state: S, pointer: Pointer, scene: Scene): Step
  /** Enter. */
  close?(state: S, scene: Scene): Step
  /** Backspace. */
  back?(state: S): Step
  cursor(state: S): string
}

export const IDLE: Idle = { name: 'idle' }

/** A pointer that moved less than this many CSS pixels was a click. */
export const DRAG_FROM = 4

export const step = (state: PointerState, ...effects: Effect[]): Step => ({ state, effects })

export const END_PREVIEW: Effect = { do: 'preview', id: null, box: null }
