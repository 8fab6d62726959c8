/** The pictures of rows. They are asked for with the rows, in the size that tiles have now. */
import { type PageQuery, searchQuery } from '@/api/queries'
import { THUMBNAIL_SIZES, type ThumbnailSize, type Transport } from '@/api/transport/transport'
import { isImageItem, isObjectItem, type SearchItem, type SearchPage } from '@/api/types'
import { hasPicture } from '@/lib/image-problems'
import { withPictures } from '@/lib/pictures-ahead'
import { recallTileSize } from '@/lib/tile-size'
import { pageRequest, type ResultSpec } from './spec'

/** Margin around an object as a share of its longer side: enough to see what it stands on. */
export const CROP_CONTEXT = 0.3

/** The smallest thumbnail that is sharp at this size on this screen. */
export function thumbnailFor(side: number, pixelRatio: number): ThumbnailSize {
  return THUMBNAIL_SIZES.find((size) => size >= side * Math.min(pixelRatio, 2)) ?? 1024
}

let drawn: ThumbnailSize | null = null

/** Remembers in which size tiles show their pictures. */
export function noteSize(size: ThumbnailSize): void {
  drawn = size
}

/** One page of the rows of a question, whose first pictures are on their way once it is there. */
export function rowsQuery(transport: Transport, spec: ResultSpec, page: number): PageQuery<SearchPage> {
  return withPictures(searchQuery(transport, pageRequest(spec, page)), (row: SearchItem) =>
    pictureOf(transport, row, drawn ?? thumbnailFor(recallTileSize(), window.devicePixelRatio)),
  )
}

function pictureOf(transport: Transport, row: SearchItem, size: ThumbnailSize): string | null {
  if (isImageItem(row)) return hasPicture(row.problem) ? transport.imageUrl(row, size) : null
  if (!isObjectItem(row) || !hasPicture(row.image.problem)) return null
  return transport.cropUrl(row.object, { size, context: CROP_CONTEXT })
}
