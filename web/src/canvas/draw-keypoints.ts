/** Keypoints of a shape: full where visible, hollow where hidden, absent where not labelled; and the limbs between them. */
import { imagePoint, type ScreenPoint } from '@/math/points'
import { toScreen, type View } from '@/math/view'

import { strokeOutline } from './draw-outline'
import type { Shape } from './shape'

const RADIUS = 3.5
const EDGE = 'rgba(8, 10, 13, 0.55)'

export function drawKeypoints(context: CanvasRenderingContext2D, shape: Shape, view: View): void {
  const keypoints = shape.keypoints ?? []
  if (keypoints.length === 0) return
  drawLimbs(context, shape, view)
  context.setLineDash([])
  for (let place = 0; 3 * place + 2 < keypoints.length; place += 1) {
    const at = labelledAt(keypoints, place, view)
    if (at === null) continue
    const isHidden = keypoints[3 * place + 2] === 1
    context.beginPath()
    context.arc(at.x, at.y, RADIUS, 0, 2 * Math.PI)
    context.lineWidth = 1.5
    context.strokeStyle = isHidden ? shape.colour : EDGE
    context.fillStyle = isHidden ? EDGE : shape.colour
    context.fill()
    context.stroke()
  }
}

function drawLimbs(context: CanvasRenderingContext2D, { keypoints, limbs, line, colour }: Shape, view: View): void {
  const path = new Path2D()
  for (const [from = -1, to = -1] of limbs ?? []) {
    const [start, end] = [labelledAt(keypoints ?? [], from, view), labelledAt(keypoints ?? [], to, view)]
    if (start === null || end === null) continue
    path.moveTo(start.x, start.y)
    path.lineTo(end.x, end.y)
  }
  strokeOutline(context, path, { line, colour, width: 1.75 })
}

/** Where a keypoint is on the screen; null where it is not labelled. */
function labelledAt(keypoints: readonly number[], place: number, view: View): ScreenPoint | null {
  const [x = 0, y = 0, visibility = 0] = keypoints.slice(3 * place, 3 * place + 3)
  return visibility === 0 ? null : toScreen(view, imagePoint(x, y))
}
