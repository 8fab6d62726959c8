/** Marking with the pointer: a press toggles, a drag sets everything it crosses to the inverse of the first, shift sets a range. */
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { crossed, HEADER, spotAt, type WallLayout, type WallPoint } from '@/math/wall-layout'
import type { Verdict } from '../types'
import type { VerdictView } from './verdict-view'

interface StrokeOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly layout: WallLayout
  readonly view: VerdictView
  readonly idAt: (spot: number) => number
  readonly onSay: (ids: readonly number[], verdict: Verdict | null) => void
  /** The pointer was put down here. */
  readonly onPress: (spot: number) => void
  /** A drag that crossed others is over: the keyboard is where it began, not where the pointer rests. */
  readonly onDragged: () => void
  /** A press with shift: from the cursor to here. */
  readonly onExtend: (spot: number) => void
}

interface Held {
  last: WallPoint
  /** Where the pointer is, in the window: scrolling at the edge goes on while it rests. */
  client: WallPoint
  frame: number
}

/** So near to an edge, in CSS pixels, the wall scrolls while one drags; this many pixels a frame. */
const NEAR = 40
const STEP = 14

export function useStroke({ scroller, layout, view, idAt, onSay, onPress, onDragged, onExtend }: StrokeOptions) {
  const held = useRef<Held | null>(null)
  const [dragging, setDragging] = useState(false)

  const cross = (): void => {
    const [element, stroke] = [scroller.current, held.current]
    if (element === null || stroke === null) return
    const box = element.getBoundingClientRect()
    const y = stroke.client.y - box.top
    // Beneath the sticky header lie crops that nobody sees.
    const point = { x: stroke.client.x - box.left, y: Math.min(Math.max(y, HEADER), box.height) + element.scrollTop }
    view.cross(crossed(layout, stroke.last, point).map(idAt))
    stroke.last = point
    const step = y > box.height - NEAR ? STEP : y < HEADER + NEAR / 2 ? -STEP : 0
    if (step === 0) return
    element.scrollTop += step
    cancelAnimationFrame(stroke.frame)
    stroke.frame = requestAnimationFrame(cross)
  }

  const end = (): void => {
    if (held.current === null) return
    cancelAnimationFrame(held.current.frame)
    held.current = null
    setDragging(false)
  }
  useEffect(() => () => cancelAnimationFrame(held.current?.frame ?? 0), [])

  const down = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const client = { x: event.clientX, y: event.clientY }
    const last = { x: client.x - box.left, y: client.y - box.top + event.currentTarget.scrollTop }
    // A press in the gap means the crop beside it; one on a header means none of those beneath.
    const spot = isHeader(event.target) ? null : spotAt(layout, last.x, last.y)
    if (event.button !== 0 || spot === null) return
    if (event.shiftKey) return onExtend(spot)
    onPress(spot)
    held.current = { client, last, frame: 0 }
    view.begin(idAt(spot))
  }

  const move = (event: PointerEvent<HTMLElement>): void => {
    if (held.current === null) return
    held.current.client = { x: event.clientX, y: event.clientY }
    if (!dragging) {
      event.currentTarget.setPointerCapture(event.pointerId)
      setDragging(true)
    }
    cross()
  }

  const up = (): void => {
    end()
    const said = view.end()
    if (said === null) return
    onSay(said.ids, said.verdict)
    if (said.ids.length > 1) onDragged()
  }

  const cancel = (): void => {
    end()
    view.drop()
  }

  return { dragging, handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: cancel } }
}

const isHeader = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[data-header]') !== null

/** The spot of the crop that an event came from. */
export function spotUnder(target: EventTarget | null): number | null {
  const crop = target instanceof Element ? target.closest<HTMLElement>('[data-spot]') : null
  return crop === null ? null : Number(crop.dataset.spot)
}
