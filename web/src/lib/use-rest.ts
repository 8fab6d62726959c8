import { useEffect, useRef } from 'react'

/** A pointer that passes over does not rest. */
const REST_MS = 60

/** Handlers that call `act` once the pointer rests on an element: what a press would ask for can be fetched before it. */
export function useRest(act: () => void) {
  const timer = useRef(0)
  const leave = (): void => window.clearTimeout(timer.current)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return {
    onPointerEnter: (): void => {
      leave()
      timer.current = window.setTimeout(act, REST_MS)
    },
    onPointerLeave: leave,
  }
}
