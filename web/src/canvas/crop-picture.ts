/** Which picture a crop shows, and where it stands in the square. */
import { type Picture, THUMBNAIL_SIZES, type ThumbnailSize, type Transport } from '@/api/transport/transport'
import { cropWindow, wholePixels } from '@/math/crop-window'
import type { ImageBox } from '@/math/points'

/** The image to cut from; its size is null where it could not be read. */
export interface CropImage extends Picture {
  readonly name: string
  readonly width: number | null
  readonly height: number | null
}

export interface CropPicture {
  readonly url: string
  /** The part of the image that is asked for, in whole pixels around the window. */
  readonly part: ImageBox
  /** The square that is shown, in image pixels. */
  readonly window: ImageBox
  /** CSS pixels of a pixel of the image. */
  readonly scale: number
}

/** The picture around these boxes, in a square of `side` CSS pixels with `context` times their size in sight. */
export function cropPicture(transport: Transport, image: CropImage, boxes: readonly ImageBox[], square: { side: number; context: number }): CropPicture {
  const size = { width: image.width ?? 0, height: image.height ?? 0 }
  const window = cropWindow(boxes, size, square.context)
  const part = wholePixels(window, size)
  const scale = square.side / Math.max(window.w, 1)
  return { url: transport.regionUrl(image, part, pictureSize(Math.max(part.w, part.h) * scale)), part, window, scale }
}

/** The smallest picture that is sharp when its longer side takes this many CSS pixels. */
function pictureSize(shown: number): ThumbnailSize {
  const needed = shown * (window.devicePixelRatio || 1)
  return THUMBNAIL_SIZES.find((size) => size >= needed * 0.95) ?? 1024
}
