/** Keypoints of a shape: full where visible, hollow where hidden, absent where not labelled. */
import type { View } from '@/math/view'

import type { Shape } from './shape'

const RADIUS = 3.5
const EDGE = 'rgba(8, 10, 13, 0.55)'

export function drawKeypoints(context: CanvasRenderingContext2D, shape: Shape, view: View): void {
  const keypoints = shape.keypoints ?? []
  if (keypoints.length > 0) context.setLineDash([])
  for (let i = 0; i + 2 < keypoints.length; i += 3) {
    const visibility = keypoints[i + 2] ?? 0
    if (visibility === 0) continue
    const x = (keypoints[i] ?? 0) * view.scale + view.x
    const y = (keypoints[i + 1] ?? 0) * view.scale + view.y
    context.beginPath()
    context.arc(x, y, RADIUS, 0, 2 * Math.PI)
    context.lineWidth = 1.5
    context.strokeStyle = visibility === 1 ? shape.colour : EDGE
    context.fillStyle = visibility === 1 ? EDGE : shape.colour
    context.fill()
    context.stroke()
  }
}
