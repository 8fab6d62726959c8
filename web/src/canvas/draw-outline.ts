/** Outlines of shapes as canvas paths: polygons where there are any, else the box. */
import { type ScreenBox, screenBox } from '@/math/points'
import { boxToScreen, type View } from '@/math/view'

import type { Shape } from './shape'

const DASH = [6, 4]
const HALO = 'rgba(8, 10, 13, 0.4)'

/** Adds the outline of the shape to the path. */
export function addOutline(path: Path2D, shape: Shape, view: View): void {
  const polygons = shape.polygons ?? []
  if (polygons.length === 0 && shape.box !== null) {
    const box = crisp(boxToScreen(view, shape.box))
    path.rect(box.x, box.y, box.w, box.h)
  }
  for (const polygon of [...polygons, ...(shape.holes ?? [])]) {
    for (let i = 0; i + 1 < polygon.length; i += 2) {
      const x = (polygon[i] ?? 0) * view.scale + view.x
      const y = (polygon[i + 1] ?? 0) * view.scale + view.y
      if (i === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    path.closePath()
  }
}

export interface Pen {
  readonly line: Shape['line']
  readonly colour: string
  readonly width: number
}

/** Strokes the path over a dark line that keeps a yellow box visible on a white wall. */
export function strokeOutline(context: CanvasRenderingContext2D, path: Path2D, { line, colour, width }: Pen): void {
  context.lineJoin = 'round'
  context.setLineDash(line === 'dashed' ? DASH : [])
  context.strokeStyle = HALO
  context.lineWidth = width + 1.25
  context.stroke(path)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke(path)
}

/** Fills the path with the colour, or with a pattern of it, at this share of the present opacity. */
export function fillOutline(
  context: CanvasRenderingContext2D,
  path: Path2D,
  paint: string | CanvasPattern,
  alpha: number,
): void {
  context.save()
  context.globalAlpha *= alpha
  context.fillStyle = paint
  context.fill(path, 'evenodd')
  context.restore()
}

// Lines on half pixels are drawn sharp; on whole ones they smear over two.
function crisp(box: ScreenBox): ScreenBox {
  const [left, top] = [Math.round(box.x) + 0.5, Math.round(box.y) + 0.5]
  const [right, bottom] = [Math.round(box.x + box.w) + 0.5, Math.round(box.y + box.h) + 0.5]
  return screenBox(left, top, right - left, bottom - top)
}
