/** Connects DOM pointer events of a viewer to the pointer states. */
import { type MouseEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'

import { screenPoint } from '@/math/points'
import { idleCursor } from './pointer/idle'
import { advance, cursorOf, type PointerEventKind, takesKeys } from './pointer/machine'
import { type Effect, END_PREVIEW, IDLE, type Pointer, type PointerState, type Scene } from './pointer/state'

export interface PointerProps {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
  readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void
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

  useKeys(
    useCallback(
      (key: string) => {
        const kind = KEYS[key]
        if (kind === undefined || state.current.name === 'idle') return false
        if (kind !== 'cancel' && !takesKeys(state.current)) return false
        send(kind, NOWHERE)
        return true
      },
      [send],
    ),
  )
  // What is half drawn with one tool is nothing to another.
  useEffect(() => () => send('cancel', NOWHERE), [scene.tool, send])

  const props: PointerProps = {
    onPointerDown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      send('press', pointerOf(event))
    },
    onPointerMove: (event) => send('move', pointerOf(event)),
    onPointerUp: (event) => send('release', pointerOf(event)),
    onPointerCancel: (event) => send('cancel', pointerOf(event)),
    onPointerLeave: () => {
      if (state.current.name !== 'idle') return
      run({ do: 'hover', id: null })
      run(END_PREVIEW)
    },
    onDoubleClick: (event) => send('twice', pointerOf(event)),
  }
  return { props, cursor }
}

const NOWHERE: Pointer = { at: screenPoint(0, 0), button: 0 }

const KEYS: Readonly<Record<string, PointerEventKind>> = { Escape: 'cancel', Enter: 'close', Backspace: 'back' }

/** What is being drawn hears of keys before any other binding; `take` says whether it wanted one. */
function useKeys(take: (key: string) => boolean): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!take(event.key)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [take])
}

function pointerOf(event: MouseEvent<HTMLElement>): Pointer {
  const frame = event.currentTarget.getBoundingClientRect()
  const at = screenPoint(event.clientX - frame.left, event.clientY - frame.top)
  return { at, button: event.button, alt: event.altKey, shift: event.shiftKey }
}
