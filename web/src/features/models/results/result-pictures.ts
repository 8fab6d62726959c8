/** The crops of results. They are asked for with the results, in the size that tiles have now. */
import { type PageQuery, resultsQuery } from '@/api/queries'
import type { Transport } from '@/api/transport/transport'
import type { ResultItem, ResultPage } from '@/api/types'
import { cropPicture } from '@/canvas/crop-picture'
import { boxOf } from '@/canvas/shape-of'
import { withPictures } from '@/lib/pictures-ahead'
import { recallTileSize } from '@/lib/tile-size'
import { pageOfResults, type ResultList } from './result-list'

/** How much around a result is shown, as a multiple of its size. */
export const CONTEXT = 2

let drawn: number | null = null

/** Remembers the side of the tiles in CSS pixels. */
export function noteSide(side: number): void {
  drawn = side
}

/** One page of a list of results, whose first crops are on their way once it is there. */
export function listQuery(transport: Transport, list: ResultList, page: number): PageQuery<ResultPage> {
  return withPictures(resultsQuery(transport, list.run, pageOfResults(list, page)), ({ image, label, prediction }: ResultItem) => {
    if (image.width === null) return null
    const boxes = [label, prediction].map((object) => object && boxOf(object)).filter((box) => box !== null)
    return cropPicture(transport, image, boxes, { side: drawn ?? recallTileSize(), context: CONTEXT }).url
  })
}
