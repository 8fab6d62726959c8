/** What is being drawn and not yet anybody's: an outline that is not closed, wet paint; and the points that can be taken. */
import { isPlaced } from '@/math/keypoints'
import { type Grip, loopsOf } from '@/math/outline'
import type { Stroke } from '@/math/pixels'
import { type ImagePoint, imagePoint, type ScreenBox } from '@/math/points'
import { TURN_ARM } from '@/math/turned'
import { toScreen, type View } from '@/math/view'
import { hasCorners, outlineOf } from './drawn'
import type { Shape } from './shape'

const EDGE = 'rgba(8, 10, 13, 0.7)'
const RADIUS = 4

/** The handle that turns a box, on its arm above the top side; the box is upright in this context. */
export function drawTurnHandle(context: CanvasRenderingContext2D, box: ScreenBox, accent: string): void {
  const x = box.x + box.w / 2
  context.lineWidth = 1.5
  context.strokeStyle = accent
  context.beginPath()
  context.moveTo(x, box.y)
  context.lineTo(x, box.y - TURN_ARM)
  context.stroke()
  dot(context, { x, y: box.y - TURN_ARM }, '#ffffff', accent)
}

/** The corners of an outline, or the keypoints, of the selected shape; the chosen one is full. */
export function drawGrips(context: CanvasRenderingContext2D, shape: Shape, { grip, view, accent }: { grip: Grip | null; view: View; accent: string }): void {
  const paint = (loop: number, corner: number): string => (grip?.loop === loop && grip.corner === corner ? accent : '#ffffff')
  if (hasCorners(shape)) {
    loopsOf(outlineOf(shape)).forEach((polygon, loop) => {
      for (let at = 0; at + 1 < polygon.length; at += 2) {
        dot(context, toScreen(view, imagePoint(polygon[at] ?? 0, polygon[at + 1] ?? 0)), paint(loop, at / 2), EDGE)
      }
    })
  }
  const keypoints = shape.keypoints ?? []
  for (let at = 0; at + 2 < keypoints.length; at += 3) {
    const isChosen = grip !== null && grip.corner === at / 3
    const isUnseen = keypoints[at + 2] === 0
    if (!isPlaced(keypoints, at / 3) || !(isChosen || isUnseen)) continue
    ring(context, toScreen(view, imagePoint(keypoints[at] ?? 0, keypoints[at + 1] ?? 0)), isChosen ? accent : '#ffffff99', 7)
  }
}

/** An outline as far as it has come; its last corner is where the pointer is. */
export function drawTrace(context: CanvasRenderingContext2D, loop: readonly ImagePoint[], view: View, accent: string): void {
  const points = loop.map((point) => toScreen(view, point))
  for (const [colour, width] of [[EDGE, 4], [accent, 2]] as const) {
    context.strokeStyle = colour
    context.lineWidth = width
    context.beginPath()
    points.forEach(({ x, y }) => context.lineTo(x, y))
    context.stroke()
  }
  points.forEach((point, at) => dot(context, point, at === 0 ? accent : '#ffffff', EDGE))
}

/** Wet paint, and the rim of the brush. */
export function drawStroke(context: CanvasRenderingContext2D, stroke: Stroke, view: View, accent: string): void {
  const points = stroke.points.map((point) => toScreen(view, point))
  const radius = stroke.radius * view.scale
  if (points.length > 1) {
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.lineWidth = 2 * radius
    context.strokeStyle = stroke.erases ? '#10141ab0' : `color-mix(in srgb, ${accent} 55%, transparent)`
    context.beginPath()
    points.forEach(({ x, y }) => context.lineTo(x, y))
    context.stroke()
  }
  const last = points.at(-1)
  if (last === undefined) return
  ring(context, last, EDGE, radius + 1)
  ring(context, last, stroke.erases ? '#ffffff' : accent, radius)
}

function dot(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, fill: string, edge: string): void {
  context.beginPath()
  context.arc(x, y, RADIUS, 0, 2 * Math.PI)
  context.fillStyle = fill
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = edge
  context.stroke()
}

function ring(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, colour: string, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.lineWidth = 1.5
  context.strokeStyle = colour
  context.stroke()
}
