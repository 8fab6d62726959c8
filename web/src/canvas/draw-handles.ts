/** The grips of the selected box. */
import { handlePoint, shownHandles } from '@/math/handles'
import type { ScreenBox } from '@/math/points'

const SIDE = 8

export function drawHandles(context: CanvasRenderingContext2D, box: ScreenBox, accent: string): void {
  context.save()
  context.setLineDash([])
  context.lineWidth = 1.5
  context.strokeStyle = accent
  context.fillStyle = '#ffffff'
  for (const handle of shownHandles(box)) {
    const point = handlePoint(box, handle)
    context.beginPath()
    context.roundRect(Math.round(point.x) - SIDE / 2 + 0.5, Math.round(point.y) - SIDE / 2 + 0.5, SIDE, SIDE, 2)
    context.fill()
    context.stroke()
  }
  context.restore()
}
