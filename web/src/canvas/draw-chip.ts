/** The small tag with letter and name that stands on the edge of a shape. */
import { clamp } from '@/math/boxes'
import type { ScreenBox, Size } from '@/math/points'
import type { Shape } from './shape'

const HEIGHT = 18
const PADDING = 6
const INK = '#10141a'
const FONT = '600 11px "Inter Variable", Inter, system-ui, sans-serif'

/** Draws the chip above the box; inside of it at the top of the viewer; never outside of the viewer. */
export function drawChip(context: CanvasRenderingContext2D, shape: Shape, box: ScreenBox, viewer: Size): void {
  context.save()
  context.font = FONT
  context.textBaseline = 'middle'
  const text = `${shape.letter}  ${shape.title}`
  const width = context.measureText(text).width + 2 * PADDING
  const x = clamp(Math.round(box.x - 1), 0, Math.max(viewer.width - width, 0))
  const above = Math.round(box.y) - HEIGHT - 1
  const y = clamp(above >= 0 ? above : Math.round(box.y) + 2, 0, Math.max(viewer.height - HEIGHT, 0))
  context.fillStyle = shape.colour
  context.beginPath()
  context.roundRect(x, y, width, HEIGHT, 4)
  context.fill()
  context.fillStyle = INK
  context.fillText(text, x + PADDING, y + HEIGHT / 2 + 0.5)
  context.restore()
}
