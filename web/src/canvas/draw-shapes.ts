/** Draws the shapes of an image onto a 2D context; knows nothing of React or of who they belong to. */
import type { Grip } from '@/math/outline'
import type { Stroke } from '@/math/pixels'
import type { ImagePoint, Size } from '@/math/points'
import { boxToScreen, type View } from '@/math/view'

import { drawChip } from './draw-chip'
import { drawHandles } from './draw-handles'
import { hatching } from './draw-hatching'
import { drawKeypoints } from './draw-keypoints'
import { addOutline, fillOutline, type Pen, strokeOutline } from './draw-outline'
import { drawGrips, drawStroke, drawTrace, drawTurnHandle } from './draw-tools'
import { hasCorners, isTurnable } from './drawn'
import type { Shape } from './shape'

export interface Picture {
  readonly view: View
  readonly shapes: readonly Shape[]
  readonly hoveredId: string | null
  readonly selectedId: string | null
  /** Show the chip of every shape, not only of the hovered and the selected one. */
  readonly names: boolean
  /** Colour of the selection, from the theme. */
  readonly accent: string
  /** The chosen corner or keypoint of the selected shape. */
  readonly grip?: Grip | null | undefined
  /** An outline that is not closed yet. */
  readonly trace?: readonly ImagePoint[] | null
  readonly stroke?: Stroke | null
}

/** Clears the context (already scaled to CSS pixels) and draws the picture; what is chosen or hovered lies on top. */
export function drawPicture(context: CanvasRenderingContext2D, picture: Picture, viewer: Size): void {
  context.clearRect(0, 0, viewer.width, viewer.height)
  const { view, selectedId, hoveredId } = picture
  const seen = picture.shapes.filter((shape) => isInSight(shape, view, viewer))
  const isTop = ({ id }: Shape): boolean => id === selectedId || id === hoveredId
  const top = seen.filter(isTop)
  drawPlain(
    context,
    seen.filter((shape) => !isTop(shape)),
    view,
  )
  for (const shape of top) drawStrong(context, shape, view)
  for (const shape of picture.names ? seen : top) {
    if (shape.box !== null) drawChip(context, shape, boxToScreen(view, shape.box), viewer)
  }
  const selected = top.find(({ id }) => id === selectedId)
  context.save()
  context.setLineDash([])
  if (selected?.editable) drawTaken(context, selected, picture)
  if (picture.trace) drawTrace(context, picture.trace, view, picture.accent)
  if (picture.stroke) drawStroke(context, picture.stroke, view, picture.accent)
  context.restore()
}

/** All that a hand can take of the selected shape. */
function drawTaken(context: CanvasRenderingContext2D, shape: Shape, { view, accent, grip = null }: Picture): void {
  if (shape.box !== null && !hasCorners(shape)) {
    const box = boxToScreen(view, shape.box)
    const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2]
    context.save()
    context.translate(cx, cy)
    context.rotate(shape.rotation ?? 0)
    context.translate(-cx, -cy)
    drawHandles(context, box, accent)
    if (isTurnable(shape)) drawTurnHandle(context, box, accent)
    context.restore()
  }
  drawGrips(context, shape, { grip, view, accent })
}

/** All outlines of one look in one path: hundreds of shapes cost a handful of strokes. */
function drawPlain(context: CanvasRenderingContext2D, shapes: readonly Shape[], view: View): void {
  const looks = new Map<string, { readonly path: Path2D; readonly pen: Pen; readonly quiet: boolean }>()
  for (const shape of shapes) {
    const { line, colour, quiet = false } = shape
    const key = `${line} ${quiet} ${colour}`
    const look = looks.get(key) ?? { path: new Path2D(), pen: { line, colour, width: quiet ? 1.25 : 1.75 }, quiet }
    looks.set(key, look)
    addOutline(look.path, shape, view)
    if (shape.hatched) drawHatched(context, shape, view)
  }
  for (const { path, pen, quiet } of looks.values()) {
    context.globalAlpha = quiet ? 0.45 : 1
    strokeOutline(context, path, pen)
  }
  context.globalAlpha = 1
  for (const shape of shapes) drawKeypoints(context, shape, view)
}

function drawStrong(context: CanvasRenderingContext2D, shape: Shape, view: View): void {
  const path = new Path2D()
  addOutline(path, shape, view)
  fillOutline(context, path, shape.colour, 0.16)
  if (shape.hatched) drawHatched(context, shape, view)
  strokeOutline(context, path, { line: shape.line, colour: shape.colour, width: 2.5 })
  drawKeypoints(context, shape, view)
}

function drawHatched(context: CanvasRenderingContext2D, shape: Shape, view: View): void {
  const pattern = hatching(context, shape.colour)
  if (pattern === null) return
  const path = new Path2D()
  addOutline(path, shape, view)
  fillOutline(context, path, pattern, 0.6)
}

// Room for the line itself and for keypoints a little outside of the box.
const MARGIN = 8

function isInSight(shape: Shape, view: View, viewer: Size): boolean {
  if (shape.box === null) return false
  const box = boxToScreen(view, shape.box)
  return (
    box.x <= viewer.width + MARGIN &&
    box.y <= viewer.height + MARGIN &&
    box.x + box.w >= -MARGIN &&
    box.y + box.h >= -MARGIN
  )
}
