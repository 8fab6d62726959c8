/** Wheel and pinch zoom to the cursor. */
import { type RefObject, useEffect, useRef } from 'react'

import { type ScreenPoint, screenPoint } from '@/math/points'

const PER_PIXEL = 0.0016
// A pinch on a touch pad arrives as small wheel steps with the control key set.
const PER_PINCHED_PIXEL = 0.01
const LINE = 16

export function useWheel(
  element: RefObject<HTMLElement | null>,
  zoom: (factor: number, anchor: ScreenPoint) => void,
): void {
  const latest = useRef(zoom)
  useEffect(() => {
    latest.current = zoom
  })
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const listen = (event: WheelEvent): void => {
      event.preventDefault()
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1)
      const frame = target.getBoundingClientRect()
      const anchor = screenPoint(event.clientX - frame.left, event.clientY - frame.top)
      latest.current(Math.exp(-pixels * (event.ctrlKey ? PER_PINCHED_PIXEL : PER_PIXEL)), anchor)
    }
    // React listens passively to the wheel, and a passive listener cannot keep the page from scrolling.
    target.addEventListener('wheel', listen, { passive: false })
    return () => target.removeEventListener('wheel', listen)
  }, [element])
}
