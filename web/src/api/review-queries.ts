/** Questions of a review; see `queries`. */
import { queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { ReviewQuestion } from './review-types'
import type { Transport } from './transport/transport'
import type { SheetLook, Wall, WallRequest } from './wall'

/** Of the same rows, in whatever order. */
const sameRows = (one: ReviewQuestion, other: ReviewQuestion): boolean =>
  one.dataset === other.dataset && one.run === other.run && one.level === other.level && one.query === other.query

/**
 * The wall stays on screen while it is put into another order. `onWall` is told as soon as one has come. With `look` the
 * server makes the sheets that will be asked for; it does not tell one wall from another.
 */
export const wallQuery = (transport: Transport, request: WallRequest, onWall: (wall: Wall) => void = () => {}, look?: SheetLook) =>
  queryOptions({
    queryKey: [...keys.all, 'wall', request] as const,
    queryFn: async ({ signal }) => {
      const wall = await transport.wall({ ...request, ...look }, signal)
      onWall(wall)
      return wall
    },
    placeholderData: (wall: Wall | undefined, before) => (before !== undefined && sameRows(before.queryKey[2], request) ? wall : undefined),
    structuralSharing: false,
    retry: false,
  })

/** A review is opened once; what is said in it lives in its book. Not among what an edit makes old. */
export const openReviewQuery = (transport: Transport, question: ReviewQuestion) =>
  queryOptions({ queryKey: ['review', question], queryFn: ({ signal }) => transport.openReview(question, signal), staleTime: Infinity, retry: false })

export const reviewTimesQuery = (transport: Transport, id: number) =>
  queryOptions({ queryKey: ['review-times', id], queryFn: ({ signal }) => transport.reviewTimes(id, signal), staleTime: 0 })

export const classNoteQuery = (transport: Transport, classId: number) =>
  queryOptions({ queryKey: [...keys.all, 'class-note', classId], queryFn: ({ signal }) => transport.classNote(classId, signal) })
