/** Which of the server's picture sizes to ask for. */
import { THUMBNAIL_SIZES, type ThumbnailSize } from '@/api/transport/transport'
import type { Size } from '@/math/points'

/**
 * The smallest size that is sharp when one image pixel takes `scale` CSS pixels; undefined asks for the whole image,
 * where no thumbnail would do.
 */
export function sizeForCrop(
  image: Size,
  scale: number,
  ratio = window.devicePixelRatio || 1,
): ThumbnailSize | undefined {
  const longest = Math.max(image.width, image.height)
  const needed = longest * Math.min(scale * ratio, 1)
  return THUMBNAIL_SIZES.find((size) => size >= needed * 0.9)
}
