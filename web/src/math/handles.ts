/** The eight handles of a selected box, and what dragging one of them does. */
import { clamp } from './boxes'
import { type ImageBox, imageBox, type ScreenBox, type ScreenPoint, screenPoint, type Size } from './points'

export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

/** Corners first: where handles of a small box overlap, the corner is what was meant. */
export const HANDLES: readonly Handle[] = ['nw', 'ne', 'se', 'sw', 'n', 'e', 's', 'w']

/** The smallest side a resized box may have, in image pixels. */
export const SMALLEST_SIDE = 1

const GRIP = 7

export function handlePoint(box: ScreenBox, handle: Handle): ScreenPoint {
  const x = handle.includes('w') ? box.x : handle.includes('e') ? box.x + box.w : box.x + box.w / 2
  const y = handle.startsWith('n') ? box.y : handle.startsWith('s') ? box.y + box.h : box.y + box.h / 2
  return screenPoint(x, y)
}

/** The handle under the cursor, if any; on boxes too small for side handles only corners count. */
export function handleAt(box: ScreenBox, cursor: ScreenPoint, grip = GRIP): Handle | null {
  for (const handle of shownHandles(box)) {
    const point = handlePoint(box, handle)
    if (Math.abs(point.x - cursor.x) <= grip && Math.abs(point.y - cursor.y) <= grip) return handle
  }
  return null
}

/** Side handles are left out where they would touch the corner ones. */
export function shownHandles(box: ScreenBox): readonly Handle[] {
  return HANDLES.filter((handle) => {
    if (handle.length === 2) return true
    return handle === 'n' || handle === 's' ? box.w >= 4 * GRIP : box.h >= 4 * GRIP
  })
}

/**
 * The box after its `handle` was dragged by (dx, dy) image pixels.
 *
 * The opposite side stays; a drag across it turns the box over; no side leaves the image or gets smaller than
 * `SMALLEST_SIDE`.
 */
export function resize(box: ImageBox, handle: Handle, dx: number, dy: number, image: Size): ImageBox {
  let [left, right] = [box.x, box.x + box.w]
  let [top, bottom] = [box.y, box.y + box.h]
  if (handle.includes('w')) left = clamp(left + dx, Math.min(0, left), image.width)
  if (handle.includes('e')) right = clamp(right + dx, 0, Math.max(image.width, right))
  if (handle.startsWith('n')) top = clamp(top + dy, Math.min(0, top), image.height)
  if (handle.startsWith('s')) bottom = clamp(bottom + dy, 0, Math.max(image.height, bottom))
  const [x, w] = side(left, right, image.width)
  const [y, h] = side(top, bottom, image.height)
  return imageBox(x, y, w, h)
}

const CURSORS: Record<Handle, string> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
}

export const handleCursor = (handle: Handle): string => CURSORS[handle]

function side(from: number, to: number, limit: number): readonly [number, number] {
  const low = Math.min(from, to)
  const length = Math.abs(to - from)
  if (length >= SMALLEST_SIDE) return [low, length]
  return [clamp(low, 0, Math.max(limit - SMALLEST_SIDE, 0)), SMALLEST_SIDE]
}
