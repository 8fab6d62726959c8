import { type PointerEvent, useState } from 'react'
import { createPortal } from 'react-dom'
import { type Area, between, type Corner, insideArea, insideLine, moved, nearestPoint, type Points } from '@/math/plane'
import type { ClassBook } from '@/state/class-book'
import { useFrame } from '@/ui/plot/frame'
import { CloudCanvas } from './cloud-canvas'
import type { Tool } from './tools'
import styles from './scatter.module.css'

/** What a figure holds: points by their places, and the area where the figure was a box. */
export interface Caught {
  readonly places: readonly number[]
  readonly box: Area | null
  /** Added to what is selected already. */
  readonly isMore: boolean
}

interface CloudProps {
  readonly points: Points
  readonly classIds: readonly number[] | null
  readonly classes: ClassBook
  readonly selected: Uint8Array | null
  readonly area: Area
  /** The box that was drawn last. */
  readonly box: Area | null
  readonly tool: Tool
  readonly onArea: (area: Area) => void
  readonly onCatch: (caught: Caught) => void
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

const REACH_PX = 9
/** Less than that is a click, not a drag. */
const DRAG_PX = 5

/** The points between the axes: to look at, to draw a line around, to move and to open. */
export function Cloud({ points, classIds, classes, selected, area, box, tool, onArea, onCatch, onHover, onOpen }: CloudProps) {
  const { width, height, sheet, x, y } = useFrame()
  const [held, setHeld] = useState<Held | null>(null)
  const perX = width / (area.x1 - area.x0)
  const perY = height / (area.y1 - area.y0)
  const valueOf = ([px, py]: Corner): Corner => [area.x0 + px / perX, area.y1 - py / perY]
  const pixelOf = (event: PointerEvent): Corner => {
    const origin = event.currentTarget.getBoundingClientRect()
    return [event.clientX - origin.left, event.clientY - origin.top]
  }
  const pointAt = (at: Corner): number => nearestPoint(points, valueOf(at), { perX, perY, reach: REACH_PX })

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
      const place = pointAt(at)
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
    const place = pointAt(end)
    if (!isDrag(held, end)) return place < 0 ? undefined : onOpen(place)
    if (held.isPan) return
    const isBox = tool === 'box'
    const drawn = isBox ? between(valueOf(held.start), valueOf(end)) : null
    const places = drawn === null ? insideLine(points, held.line.map(valueOf)) : insideArea(points, drawn)
    onCatch({ places, box: drawn, isMore: event.shiftKey })
  }
  const line = held !== null && !held.isPan && tool !== 'box' ? held.line : null
  const drawnBox = held !== null && !held.isPan && tool === 'box' ? between(valueOf(held.start), valueOf(held.line.at(-1) ?? held.start)) : box
  return (
    <>
      <rect
        className={styles[tool]}
        width={width}
        height={height}
        onPointerDown={begin}
        onPointerMove={drag}
        onPointerUp={finish}
        onPointerCancel={() => setHeld(null)}
        onPointerLeave={() => onHover(null)}
      />
      {sheet !== null &&
        createPortal(
          <>
            <CloudCanvas points={points} classIds={classIds} classes={classes} selected={selected} area={area} width={width} height={height} />
            <svg className={styles.figures} width={width} height={height} aria-hidden="true">
              {line !== null && <path className={styles.figure} d={`M${line.map((corner) => corner.join(' ')).join('L')}Z`} />}
              {drawnBox !== null && (
                <rect
                  className={styles.figure}
                  x={x.at(drawnBox.x0)}
                  y={y.at(drawnBox.y1)}
                  width={(drawnBox.x1 - drawnBox.x0) * perX}
                  height={(drawnBox.y1 - drawnBox.y0) * perY}
                />
              )}
            </svg>
          </>,
          sheet,
        )}
    </>
  )
}

const STEP_PX = 3

/** The line with one more corner, where the hand has moved far enough. */
function longer(line: readonly Corner[], at: Corner): readonly Corner[] {
  const last = line.at(-1)
  return last !== undefined && Math.hypot(at[0] - last[0], at[1] - last[1]) < STEP_PX ? line : [...line, at]
}

const isDrag = ({ line, start }: Held, end: Corner): boolean => [...line, end].some(([px, py]) => Math.hypot(px - start[0], py - start[1]) > DRAG_PX)
