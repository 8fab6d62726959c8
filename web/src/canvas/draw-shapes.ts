/** Draws the shapes of an image onto a 2D context; knows nothing of React or of who they belong to. */
import { type ScreenBox, screenBox } from '@/math/points'
import { boxToScreen, type View } from '@/math/view'
import { drawChip } from './draw-chip'
import { drawHandles } from './draw-handles'
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
}

const DASH = [6, 4]
const HALO = 'rgba(8, 10, 13, 0.4)'

/** Clears the context (already scaled to CSS pixels) and draws the picture; the selected shape lies on top. */
export function drawPicture(context: CanvasRenderingContext2D, picture: Picture, width: number, height: number): void {
  context.clearRect(0, 0, width, height)
  const top = (shape: Shape): boolean => shape.id === picture.selectedId || shape.id === picture.hoveredId
  for (const shape of picture.shapes) if (!top(shape)) drawShape(context, shape, picture)
  for (const shape of picture.shapes) if (top(shape)) drawShape(context, shape, picture)
  for (const shape of picture.shapes) {
    if (shape.box !== null && (picture.names || top(shape))) {
      drawChip(context, shape, boxToScreen(picture.view, shape.box), { width, height })
    }
  }
  const selected = picture.shapes.find((shape) => shape.id === picture.selectedId)
  if (selected?.editable && selected.box !== null) {
    drawHandles(context, boxToScreen(picture.view, selected.box), picture.accent)
  }
}

function drawShape(context: CanvasRenderingContext2D, shape: Shape, picture: Picture): void {
  if (shape.box === null) return
  const selected = shape.id === picture.selectedId
  const strong = selected || shape.id === picture.hoveredId
  const path = outline(shape, picture.view)
  context.save()
  context.globalAlpha = shape.quiet && !strong ? 0.45 : 1
  if (strong) fill(context, path, shape.colour, 0.16)
  if (shape.hatched) hatch(context, path, shape.colour)
  stroke(context, path, shape, strong ? 2.5 : shape.quiet ? 1.25 : 1.75)
  drawKeypoints(context, shape, picture.view)
  context.restore()
}

function outline(shape: Shape, view: View): Path2D {
  const path = new Path2D()
  const polygons = shape.polygons ?? []
  if (polygons.length === 0 && shape.box !== null) {
    const box = crisp(boxToScreen(view, shape.box))
    path.rect(box.x, box.y, box.w, box.h)
    return path
  }
  for (const polygon of polygons) {
    for (let i = 0; i + 1 < polygon.length; i += 2) {
      const x = (polygon[i] ?? 0) * view.scale + view.x
      const y = (polygon[i + 1] ?? 0) * view.scale + view.y
      if (i === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    path.closePath()
  }
  return path
}

// Lines on half pixels are drawn sharp; on whole ones they smear over two.
function crisp(box: ScreenBox): ScreenBox {
  const [left, top] = [Math.round(box.x) + 0.5, Math.round(box.y) + 0.5]
  const [right, bottom] = [Math.round(box.x + box.w) + 0.5, Math.round(box.y + box.h) + 0.5]
  return screenBox(left, top, right - left, bottom - top)
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, shape: Shape, width: number): void {
  context.lineJoin = 'round'
  context.setLineDash(shape.line === 'dashed' ? DASH : [])
  // A dark line beneath keeps a yellow box visible on a white wall.
  context.strokeStyle = HALO
  context.lineWidth = width + 1.25
  context.stroke(path)
  context.strokeStyle = shape.colour
  context.lineWidth = width
  context.stroke(path)
}

function fill(context: CanvasRenderingContext2D, path: Path2D, colour: string, alpha: number): void {
  context.save()
  context.globalAlpha *= alpha
  context.fillStyle = colour
  context.fill(path, 'evenodd')
  context.restore()
}

function hatch(context: CanvasRenderingContext2D, path: Path2D, colour: string): void {
  const pattern = context.createPattern(hatchTile(colour), 'repeat')
  if (pattern === null) return
  context.save()
  context.globalAlpha *= 0.6
  context.fillStyle = pattern
  context.fill(path, 'evenodd')
  context.restore()
}

const HATCH_STEP = 8
const hatchTiles = new Map<string, HTMLCanvasElement>()

function hatchTile(colour: string): HTMLCanvasElement {
  const known = hatchTiles.get(colour)
  if (known) return known
  const tile = document.createElement('canvas')
  tile.width = HATCH_STEP
  tile.height = HATCH_STEP
  const context = tile.getContext('2d')
  if (context) {
    context.strokeStyle = colour
    context.lineWidth = 1
    context.beginPath()
    for (const shift of [-HATCH_STEP, 0, HATCH_STEP]) {
      context.moveTo(shift, HATCH_STEP)
      context.lineTo(shift + HATCH_STEP, 0)
    }
    context.stroke()
  }
  hatchTiles.set(colour, tile)
  return tile
}

function drawKeypoints(context: CanvasRenderingContext2D, shape: Shape, view: View): void {
  const keypoints = shape.keypoints ?? []
  context.setLineDash([])
  for (let i = 0; i + 2 < keypoints.length; i += 3) {
    const visibility = keypoints[i + 2] ?? 0
    if (visibility === 0) continue
    const x = (keypoints[i] ?? 0) * view.scale + view.x
    const y = (keypoints[i + 1] ?? 0) * view.scale + view.y
    context.beginPath()
    context.arc(x, y, 3.5, 0, 2 * Math.PI)
    context.lineWidth = 1.5
    context.strokeStyle = visibility === 1 ? shape.colour : HALO
    context.fillStyle = visibility === 1 ? HALO : shape.colour
    context.fill()
    context.stroke()
  }
}
