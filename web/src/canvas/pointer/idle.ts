/** Nothing pressed: hover, and decide what a press begins. */
import { handleAt, handleCursor } from '@/math/handles'
import { hit } from '@/math/hit'
import { imageBox } from '@/math/points'
import { boxToScreen, toImage } from '@/math/view'
import type { Shape } from '../shape'
import { type Handler, type Idle, IDLE, type Pointer, type Scene, type Step, step } from './state'

// Thin and tiny shapes can be hit from this many CSS pixels outside.
const SLACK = 3

export const idle: Handler<Idle> = {
  move: (state, pointer, scene) => step(state, { do: 'hover', id: underCursor(pointer, scene)?.id ?? null }),
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
  const from = toImage(scene.view, pointer.at)
  if (scene.tool === 'draw') {
    return step({ name: 'drawing', from, box: imageBox(from.x, from.y, 0, 0) })
  }
  const selected = editableSelection(scene)
  if (selected !== null) {
    const handle = handleAt(boxToScreen(scene.view, selected.box), pointer.at)
    if (handle !== null) {
      return step({ name: 'resizing', id: selected.id, handle, start: selected.box, from, box: selected.box })
    }
  }
  return step({ name: 'pressing', from: pointer.at, target: underCursor(pointer, scene)?.id ?? null })
}

/** The cursor over the viewer while nothing is pressed: it says what a press would begin. */
export function idleCursor(pointer: Pointer, scene: Scene): string {
  if (scene.panKey) return 'grab'
  if (scene.tool === 'draw') return 'crosshair'
  const selected = editableSelection(scene)
  if (selected !== null) {
    const handle = handleAt(boxToScreen(scene.view, selected.box), pointer.at)
    if (handle !== null) return handleCursor(handle)
  }
  const target = underCursor(pointer, scene)
  if (target === null) return 'default'
  return target.id === selected?.id ? 'move' : 'pointer'
}

/** The selected shape, where it has a box that a person may change. */
export function editableSelection(scene: Scene): (Shape & { readonly box: NonNullable<Shape['box']> }) | null {
  const shape = scene.shapes.find((candidate) => candidate.id === scene.selectedId)
  if (!shape?.editable || shape.box === null) return null
  return { ...shape, box: shape.box }
}

function underCursor(pointer: Pointer, scene: Scene): Shape | null {
  return hit(scene.shapes, toImage(scene.view, pointer.at), SLACK / scene.view.scale)
}
