/**
 * Where a person looks, independent of the size of the viewer: what is kept in the URL and survives a resize.
 *
 * A camera is the image pixel in the middle of the viewer and the scale; null means "the whole image, fitted".
 */
import type { Size } from './points'
import { fit, isFitted, type View } from './view'

export interface Camera {
  /** The image pixel in the middle of the viewer. */
  readonly x: number
  readonly y: number
  /** CSS pixels per image pixel. */
  readonly scale: number
}

export function viewOf(camera: Camera | null, image: Size, viewer: Size, padding = 0): View {
  if (camera === null) return fit(image, viewer, padding)
  return {
    scale: camera.scale,
    x: viewer.width / 2 - camera.x * camera.scale,
    y: viewer.height / 2 - camera.y * camera.scale,
  }
}

export function cameraOf(view: View, image: Size, viewer: Size, padding = 0): Camera | null {
  if (isFitted(view, image, viewer, padding)) return null
  return {
    x: (viewer.width / 2 - view.x) / view.scale,
    y: (viewer.height / 2 - view.y) / view.scale,
    scale: view.scale,
  }
}

/** The camera as short text, "x,y,scale"; `readCamera` is its inverse up to the rounding. */
export function writeCamera(camera: Camera): string {
  return [camera.x.toFixed(1), camera.y.toFixed(1), camera.scale.toPrecision(4)]
    .map((part) => String(Number(part)))
    .join(',')
}

/** A camera from its text; null where the text is not one (an edited or truncated address). */
export function readCamera(text: string): Camera | null {
  const parts = text.split(',')
  const [x, y, scale] = parts.map(Number)
  if (parts.length !== 3 || x === undefined || y === undefined || scale === undefined) return null
  if (![x, y, scale].every(Number.isFinite) || scale <= 0) return null
  return { x, y, scale }
}
