/** The selected shape and the parts of it that a hand can take. */
import { type Handle, handleAt, handleCursor } from '@/math/handles'
import { keypointNear } from '@/math/keypoints'
import { cornerNear, type Grip, sideNear } from '@/math/outline'
import { turnAbout, turnHandle } from '@/math/turned'
import { boxToScreen, toImage } from '@/math/view'
import { hasCorners, isTurnable, outlineOf } from '../drawn'
import type { Shape } from '../shape'
import type { Pointer, Scene } from './state'

/** A shape with a box that a person may change. */
export type Selected = Shape & { readonly box: NonNullable<Shape['box']> }

export type Part =
  | { readonly what: 'grip'; readonly grip: Grip }
  | { readonly what: 'turn' }
  | { readonly what: 'handle'; readonly handle: Handle }

const GRIP = 7

/** The selected shape, where it has a box that a person may change. */
export function editableSelection(scene: Scene): Selected | null {
  const shape = scene.shapes.find((candidate) => candidate.id === scene.selectedId)
  if (!shape?.editable || shape.box === null) return null
  return { ...shape, box: shape.box }
}

/** The part of the selected shape under the pointer: a point before the handles of the box around it. */
export function partAt(selected: Selected, pointer: Pointer, scene: Scene): Part | null {
  const at = toImage(scene.view, pointer.at)
  const reach = GRIP / scene.view.scale
  if (hasCorners(selected)) return gripOf(cornerNear(outlineOf(selected), at, reach))
  const index = keypointNear(selected.keypoints ?? [], at, reach)
  if (index !== null) return gripOf({ loop: 0, corner: index })
  const box = boxToScreen(scene.view, selected.box)
  // In the box's own frame it is upright.
  const straight = turnAbout(box, -(selected.rotation ?? 0), pointer.at)
  const knob = turnHandle(box)
  if (isTurnable(selected) && Math.hypot(knob.x - straight.x, knob.y - straight.y) <= GRIP) return { what: 'turn' }
  const handle = handleAt(box, straight)
  return handle === null ? null : { what: 'handle', handle }
}

/** Where a new corner would go in its outline: the side under the pointer. */
export function sideAt(selected: Selected, pointer: Pointer, scene: Scene): Grip | null {
  if (!hasCorners(selected)) return null
  return sideNear(outlineOf(selected), toImage(scene.view, pointer.at), GRIP / scene.view.scale)
}

export function partCursor(part: Part): string {
  if (part.what === 'handle') return handleCursor(part.handle)
  return part.what === 'turn' ? 'grab' : 'move'
}

const gripOf = (grip: Grip | null): Part | null => grip && { what: 'grip', grip }
