/** Nothing pressed: hover, and decide what a press begins. */
import type { Stroke } from '@/math/pixels'
import { hit } from '@/math/hit'
import { insertCorner, pinned } from '@/math/outline'
import { imageBox } from '@/math/points'
import { toImage } from '@/math/view'
import { drawnOutline, outlineOf } from '../drawn'
import type { Shape } from '../shape'
import { editableSelection, partAt, partCursor, sideAt } from './selection'
import { type Handler, type Idle, IDLE, isBrush, isTracer, type Pointer, type Scene, type Step, step } from './state'

// Thin and tiny shapes can be hit from this many CSS pixels outside.
const SLACK = 3

export const idle: Handler<Idle> = {
  move(state, pointer, scene) {
    const away = { do: 'hover', id: null } as const
    if (isBrush(scene.tool)) return step(state, away, { do: 'stroke', stroke: strokeAt(pointer, scene) })
    if (isTracer(scene.tool)) return step(state, away)
    if (scene.tool === 'keypoints') return step(state, away, { do: 'aim', at: pinned(toImage(scene.view, pointer.at), scene.image) })
    return step(state, { do: 'hover', id: underCursor(pointer, scene)?.id ?? null })
  },
  release: (state) => step(state),
  cancel: (state) => step(state),
  cursor: () => 'default',
}

/** What a press at the pointer begins. */
export function press(pointer: Pointer, scene: Scene): Step {
  if (pointer.button === 1 || (pointer.button === 0 && scene.panKey)) {
    return step({ name: 'panning', last: pointer.at })
  }
  if (pointer.button !== 0) return step(IDLE)
  return scene.tool === 'select' ? pressToSelect(pointer, scene) : pressWithTool(pointer, scene)
}

/** A double click makes a corner in the side beneath it; elsewhere it zooms. */
export function twice(pointer: Pointer, scene: Scene): Step {
  if (scene.tool !== 'select') return step(IDLE)
  return withNewCorner(pointer, scene) ?? step(IDLE, { do: 'toggle-zoom', at: pointer.at })
}

/** The cursor over the viewer while nothing is pressed: it says what a press would begin. */
export function idleCursor(pointer: Pointer, scene: Scene): string {
  if (scene.panKey) return 'grab'
  if (scene.tool !== 'select') return 'crosshair'
  const selected = editableSelection(scene)
  const part = selected && partAt(selected, pointer, scene)
  if (part !== null) return partCursor(part)
  const target = underCursor(pointer, scene)
  if (target === null) return 'default'
  return target.id === selected?.id ? 'move' : 'pointer'
}

function pressWithTool(pointer: Pointer, scene: Scene): Step {
  const from = toImage(scene.view, pointer.at)
  if (isBrush(scene.tool)) {
    const stroke = strokeAt(pointer, scene)
    return step({ name: 'brushing', stroke }, { do: 'stroke', stroke })
  }
  if (isTracer(scene.tool)) {
    const loop = [pinned(from, scene.image)]
    return step({ name: 'tracing', loop }, { do: 'trace', loop })
  }
  if (scene.tool === 'keypoints') return step(IDLE, { do: 'point', at: pinned(from, scene.image) })
  return step({ name: 'drawing', from, box: imageBox(from.x, from.y, 0, 0) })
}

function pressToSelect(pointer: Pointer, scene: Scene): Step {
  const selected = editableSelection(scene)
  const part = selected && partAt(selected, pointer, scene)
  if (selected !== null && part !== null) {
    const { id, box } = selected
    if (part.what === 'grip') return step({ name: 'bending', shape: selected, grip: part.grip, from: pointer.at, drawn: null })
    if (part.what === 'turn') return step({ name: 'turning', id, box, rotation: null })
    const from = toImage(scene.view, pointer.at)
    return step({ name: 'resizing', id, handle: part.handle, start: box, rotation: selected.rotation ?? 0, from, box })
  }
  const grown = pointer.alt === true ? withNewCorner(pointer, scene) : null
  return grown ?? step({ name: 'pressing', from: pointer.at, target: underCursor(pointer, scene)?.id ?? null })
}

function withNewCorner(pointer: Pointer, scene: Scene): Step | null {
  const selected = editableSelection(scene)
  const grip = selected && sideAt(selected, pointer, scene)
  if (selected === null || grip === null) return null
  const grown = insertCorner(outlineOf(selected), grip, pinned(toImage(scene.view, pointer.at), scene.image))
  return step(IDLE, { do: 'grip', grip }, { do: 'reshape', id: selected.id, drawn: drawnOutline(grown) })
}

function strokeAt(pointer: Pointer, scene: Scene): Stroke {
  const points = [toImage(scene.view, pointer.at)]
  return { points, radius: scene.radius ?? 1, erases: scene.tool === 'erase' }
}

function underCursor(pointer: Pointer, scene: Scene): Shape | null {
  return hit(scene.shapes, toImage(scene.view, pointer.at), SLACK / scene.view.scale)
}
