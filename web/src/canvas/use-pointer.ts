/** Connects DOM pointer events of a viewer to the pointer states. */
import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'

import { screenPoint } from '@/math/points'
import { idleCursor } from './pointer/idle'
import { advance, cursorOf, type PointerEventKind } from './pointer/machine'
import { type Effect, IDLE, type Pointer, type PointerState, type Scene } from './pointer/state'

export interface PointerProps {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
}

/** Handlers to spread on the viewer, and the cursor it shall show. */
export function usePointer(scene: Scene, run: (effect: Effect) => void): { props: PointerProps; cursor: string } {
  const state = useRef<PointerState>(IDLE)
  const latest = useRef({ scene, run })
  useEffect(() => {
    latest.current = { scene, run }
  })
  const [cursor, setCursor] = useState('default')

  const send = useCallback((kind: PointerEventKind, pointer: Pointer): void => {
    const { scene: now, run: perform } = latest.current
    const next = advance(state.current, kind, pointer, now)
    state.current = next.state
    next.effects.forEach(perform)
    setCursor(next.state.name === 'idle' ? idleCursor(pointer, now) : cursorOf(next.state))
  }, [])

  useEscape(
    useCallback(() => {
      if (state.current.name === 'idle') return false
      send('cancel', { at: screenPoint(0, 0), button: 0 })
      return true
    }, [send]),
  )

  const props: PointerProps = {
    onPointerDown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      send('press', pointerOf(event))
    },
    onPointerMove: (event) => send('move', pointerOf(event)),
    onPointerUp: (event) => send('release', pointerOf(event)),
    onPointerCancel: (event) => send('cancel', pointerOf(event)),
    onPointerLeave: () => {
      if (state.current.name === 'idle') run({ do: 'hover', id: null })
    },
  }
  return { props, cursor }
}

/** Escape ends a drag before any other key binding hears of it. */
function useEscape(cancel: () => boolean): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !cancel()) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [cancel])
}

function pointerOf(event: PointerEvent<HTMLElement>): Pointer {
  const frame = event.currentTarget.getBoundingClientRect()
  return { at: screenPoint(event.clientX - frame.left, event.clientY - frame.top), button: event.button }
}
