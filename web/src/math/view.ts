/**
 * The camera of an image viewer: how image pixels become CSS pixels.
 *
 * screen = image · scale + offset. Every function returns a new view; none knows the DOM.
 */
import { clamp } from './boxes'
import {
  type ImageBox,
  type ImagePoint,
  imagePoint,
  type ScreenBox,
  screenBox,
  type ScreenPoint,
  screenPoint,
  type Size,
} from './points'

export interface View {
  /** CSS pixels per image pixel. */
  readonly scale: number
  /** Where the image's top left corner lies in the viewer, in CSS pixels. */
  readonly x: number
  readonly y: number
}

/** Above this scale pixels are shown as squares: a blurred digit of 28 × 28 hides what it says. */
export const PIXELATED_ABOVE = 4

const MAX_SCALE = 64
// At least this much of the image stays in the viewer, so that it cannot be lost by panning.
const KEEP_IN_SIGHT = 48

export const toScreen = (view: View, point: ImagePoint): ScreenPoint =>
  screenPoint(point.x * view.scale + view.x, point.y * view.scale + view.y)

export const toImage = (view: View, point: ScreenPoint): ImagePoint =>
  imagePoint((point.x - view.x) / view.scale, (point.y - view.y) / view.scale)

export const boxToScreen = (view: View, box: ImageBox): ScreenBox =>
  screenBox(box.x * view.scale + view.x, box.y * view.scale + view.y, box.w * view.scale, box.h * view.scale)

// So long a strip that nothing of it would be seen is not shown whole: it is at least this wide, in CSS pixels.
const LEAST_WIDE = 6

/** The largest view in which the whole image is seen, centred, with `padding` CSS pixels around it. */
export function fit(image: Size, viewer: Size, padding = 0): View {
  const width = Math.max(viewer.width - 2 * padding, 1)
  const height = Math.max(viewer.height - 2 * padding, 1)
  const whole = Math.min(width / Math.max(image.width, 1), height / Math.max(image.height, 1))
  const least = LEAST_WIDE / Math.max(Math.min(image.width, image.height), 1)
  const scale = Math.min(Math.max(whole, least), MAX_SCALE)
  return centred(image, viewer, scale)
}

/** The image in its middle at `scale`. */
export function centred(image: Size, viewer: Size, scale: number): View {
  return { scale, x: (viewer.width - image.width * scale) / 2, y: (viewer.height - image.height * scale) / 2 }
}

/** The view that shows `box` in the middle with `context` times its size around it, no larger than 100 % of need. */
export function focus(box: ImageBox, image: Size, viewer: Size, context = 2.5): View {
  const wanted = Math.min(viewer.width / Math.max(box.w * context, 1), viewer.height / Math.max(box.h * context, 1))
  const scale = clamp(wanted, fit(image, viewer).scale, MAX_SCALE)
  const view = {
    scale,
    x: viewer.width / 2 - (box.x + box.w / 2) * scale,
    y: viewer.height / 2 - (box.y + box.h / 2) * scale,
  }
  return keepInSight(view, image, viewer)
}

/** Zoom by `factor` while the image pixel under `anchor` stays under it. */
export function zoomAt(view: View, anchor: ScreenPoint, factor: number, image: Size, viewer: Size): View {
  const smallest = Math.min(fit(image, viewer).scale / 2, 1)
  const scale = clamp(view.scale * factor, smallest, MAX_SCALE)
  const ratio = scale / view.scale
  const zoomed = { scale, x: anchor.x - (anchor.x - view.x) * ratio, y: anchor.y - (anchor.y - view.y) * ratio }
  return keepInSight(zoomed, image, viewer)
}

/** Move the image by (dx, dy) CSS pixels. */
export function panBy(view: View, dx: number, dy: number, image: Size, viewer: Size): View {
  return keepInSight({ scale: view.scale, x: view.x + dx, y: view.y + dy }, image, viewer)
}

/** Does the view show the whole image as large as it can? Half a pixel of doubt is allowed. */
export function isFitted(view: View, image: Size, viewer: Size, padding = 0): boolean {
  const fitted = fit(image, viewer, padding)
  const shift = Math.max(Math.abs(fitted.x - view.x), Math.abs(fitted.y - view.y))
  return Math.abs(fitted.scale / view.scale - 1) < 1e-3 && shift < 0.5
}

/** How the browser shall scale the image: smoothly, or as squares. */
export const imageRendering = (view: View): 'auto' | 'pixelated' =>
  view.scale > PIXELATED_ABOVE ? 'pixelated' : 'auto'

function keepInSight(view: View, image: Size, viewer: Size): View {
  return {
    scale: view.scale,
    x: keepAxis(view.x, image.width * view.scale, viewer.width),
    y: keepAxis(view.y, image.height * view.scale, viewer.height),
  }
}

function keepAxis(offset: number, length: number, room: number): number {
  const kept = Math.min(KEEP_IN_SIGHT, length, room)
  return clamp(offset, kept - length, room - kept)
}
