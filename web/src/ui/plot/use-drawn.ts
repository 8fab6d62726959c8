/** What the hand does over a cloud of points: draw a line or a box around some, drag the plane, point at one, or open it. */
import { type PointerEvent, useState } from 'react'
import { type Area, between, type Corner, moved } from '@/math/plane'
import type { Tool } from './tools'

/** A figure that was drawn, in the values of the plane: a closed line, or a box. */
export interface Figure {
  readonly line: readonly Corner[] | null
  readonly box: Area | null
  /** Added to what is selected already. */
  readonly isMore: boolean
}

interface DrawnOptions {
  readonly area: Area
  readonly width: number
  readonly height: number
  readonly tool: Tool
  /** The point at a place of the plane; -1 for none. */
  readonly pointAt: (at: Corner) => number
  readonly onArea: (area: Area) => void
  readonly onFigure: (figure: Figure) => void
  readonly onHover: (place: number | null) => void
  readonly onOpen: (place: number) => void
}

interface Held {
  readonly start: Corner
  /** In pixels: what the hand draws or drags, from its first place on. */
  readonly line: readonly Corner[]
  readonly area: Area
  readonly isPan: boolean
}

/** Less than that is a click, not a drag. */
const DRAG_PX = 5
const STEP_PX = 3

/** Handlers for the element that the points lie in, and what is being drawn: the line in pixels, the box in values. */
export function useDrawn({ area, width, height, tool, pointAt, onArea, onFigure, onHover, onOpen }: DrawnOptions) {
  const [held, setHeld] = useState<Held | null>(null)
  const valueOf = ([px, py]: Corner): Corner => [area.x0 + (px / width) * (area.x1 - area.x0), area.y1 - (py / height) * (area.y1 - area.y0)]
  const begin = (event: PointerEvent): void => {
    const isPan = tool === 'move' || event.button === 1
    if (event.button !== 0 && !isPan) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const start = pixelOf(event)
    setHeld({ start, line: [start], area, isPan })
    onHover(null)
  }
  const drag = (event: PointerEvent): void => {
    const at = pixelOf(event)
    if (held === null) {
      const place = pointAt(valueOf(at))
      onHover(place < 0 ? null : place)
      return
    }
    if (held.isPan) onArea(moved(held.area, (held.start[0] - at[0]) / width, (at[1] - held.start[1]) / height))
    setHeld({ ...held, line: longer(held.line, at) })
  }
  const finish = (event: PointerEvent): void => {
    if (held === null) return
    setHeld(null)
    const end = pixelOf(event)
    const place = pointAt(valueOf(end))
    if (!isDrag(held, end)) return place < 0 ? undefined : onOpen(place)
    if (held.isPan) return
    const isMore = event.shiftKey
    if (tool === 'box') onFigure({ line: null, box: between(valueOf(held.start), valueOf(end)), isMore })
    else onFigure({ line: held.line.map(valueOf), box: null, isMore })
  }
  const drawing = held !== null && !held.isPan ? held : null
  return {
    handlers: {
      onPointerDown: begin,
      onPointerMove: drag,
      onPointerUp: finish,
      onPointerCancel: () => setHeld(null),
      onPointerLeave: () => onHover(null),
    },
    line: drawing !== null && tool !== 'box' ? drawing.line : null,
    box: drawing !== null && tool === 'box' ? between(valueOf(drawing.start), valueOf(drawing.line.at(-1) ?? drawing.start)) : null,
  }
}

function pixelOf(event: PointerEvent): Corner {
  const origin = event.currentTarget.getBoundingClientRect()
  return [event.clientX - origin.left, event.clientY - origin.top]
}

/** The line with one more corner, where the hand has moved far enough. */
function longer(line: readonly Corner[], at: Corner): readonly Corner[] {
  const last = line.at(-1)
  return last !== undefined && Math.hypot(at[0] - last[0], at[1] - last[1]) < STEP_PX ? line : [...line, at]
}

const isDrag = ({ line, start }: Held, end: Corner): boolean => [...line, end].some(([px, py]) => Math.hypot(px - start[0], py - start[1]) > DRAG_PX)
