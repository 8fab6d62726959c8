/** Boxes that are turned about their centre, as a hand turns and resizes them. */
import { type Handle, resize } from './handles'
import { type ImageBox, imageBox, type ImagePoint, type ScreenBox, type ScreenPoint, screenPoint } from './points'

/** CSS pixels from the top side to the handle that turns the box. */
export const TURN_ARM = 26

const SNAP = Math.PI / 12

/** The point turned clockwise by `angle` radians about the centre of the box. */
export function turnAbout(box: ScreenBox, angle: number, point: ScreenPoint): ScreenPoint {
  const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2]
  const [dx, dy] = turned(point.x - cx, point.y - cy, angle)
  return screenPoint(cx + dx, cy + dy)
}

/** Where the handle that turns the box lies, before it is turned. */
export const turnHandle = (box: ScreenBox): ScreenPoint => screenPoint(box.x + box.w / 2, box.y - TURN_ARM)

/** The rotation at which the top side looks at the point, in -pi..pi; `snap` rounds it to 15 degrees. */
export function rotationTo(box: ImageBox, point: ImagePoint, snap: boolean): number {
  const angle = Math.atan2(point.x - (box.x + box.w / 2), box.y + box.h / 2 - point.y)
  return snap ? Math.round(angle / SNAP) * SNAP : angle
}

/** The turned box after its handle was dragged by (dx, dy): the opposite side stays where it is. */
export function resizeTurned(box: ImageBox, rotation: number, handle: Handle, dx: number, dy: number): ImageBox {
  const [alongX, alongY] = turned(dx, dy, -rotation)
  // Its own frame has no edges: shift it far from them.
  const far = { ...box, x: FAR, y: FAR } as ImageBox
  const sized = resize(far, handle, alongX, alongY, { width: 2 * FAR, height: 2 * FAR })
  const [mx, my] = turned(sized.x + sized.w / 2 - FAR - box.w / 2, sized.y + sized.h / 2 - FAR - box.h / 2, rotation)
  const [cx, cy] = [box.x + box.w / 2 + mx, box.y + box.h / 2 + my]
  return imageBox(cx - sized.w / 2, cy - sized.h / 2, sized.w, sized.h)
}

const FAR = 1e6

function turned(x: number, y: number, angle: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [x * cos - y * sin, x * sin + y * cos]
}
