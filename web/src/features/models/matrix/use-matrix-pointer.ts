import { type PointerEvent, useRef, useState } from 'react'
import { type Hit, hitTest } from './layout'
import type { MatrixLook } from './use-matrix-look'

const DRAG_FROM = 4

interface Press {
  readonly x: number
  readonly y: number
  moving: boolean
}

/** Points at cells, drags the matrix, and chooses with a click. */
export function useMatrixPointer({ layout, pan }: MatrixLook, onChoose: (hit: Hit, adds: boolean) => void) {
  const [pointed, setPointed] = useState<Hit | null>(null)
  const press = useRef<Press | null>(null)

  const hitOf = (event: PointerEvent<HTMLElement>): Hit | null => {
    const frame = event.currentTarget.getBoundingClientRect()
    return hitTest(layout, event.clientX - frame.left, event.clientY - frame.top)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button === 0) press.current = { x: event.clientX, y: event.clientY, moving: false }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const held = press.current
    if (held === null) {
      const hit = hitOf(event)
      return setPointed((old) => (old?.row === hit?.row && old?.column === hit?.column ? old : hit))
    }
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < DRAG_FROM) return
    if (!held.moving) event.currentTarget.setPointerCapture(event.pointerId)
    held.moving = true
    pan(event.movementX, event.movementY)
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const held = press.current
    press.current = null
    const hit = hitOf(event)
    if (held !== null && !held.moving && hit !== null) onChoose(hit, event.shiftKey)
  }
  const onPointerCancel = (): void => {
    press.current = null
  }
  return { pointed, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave: () => setPointed(null) } }
}
