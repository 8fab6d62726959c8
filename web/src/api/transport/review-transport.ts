/** What a review asks of the outside world; a part of `Transport`. */
import type { AppliedReview, ClassNote, LoadedMarks, Review, ReviewChunk, ReviewEvent, ReviewLevel, ReviewQuestion, ReviewTimes, SaidVerdicts, VerdictsReply } from '@/api/review-types'
import type { Wall, WallRequest } from '@/api/wall'

/** How the crops of a sheet are cut. */
export interface SheetLook {
  readonly level: ReviewLevel
  readonly side: number
  readonly context: number
  readonly v: string
}

export interface ReviewTransport {
  wall(request: WallRequest, signal?: AbortSignal): Promise<Wall>
  /** Address of one picture with these crops, 16 to a row; at most 128. */
  sheetUrl(ids: readonly number[], look: SheetLook): string
  /** The review of a question: one that was begun goes on. */
  openReview(question: ReviewQuestion, signal?: AbortSignal): Promise<Review>
  /** What waits to be applied; with `since`, what was said after that event. */
  reviewVerdicts(id: number, since?: number): Promise<SaidVerdicts>
  /** Takes events. `sitting` tells browsers of one person apart. */
  sendVerdicts(id: number, sitting: string, events: readonly ReviewEvent[]): Promise<VerdictsReply>
  /** Items that nobody else holds; null where none are left. */
  claimChunk(id: number, sitting: string, size: number): Promise<ReviewChunk | null>
  releaseChunk(id: number, sitting: string): Promise<void>
  /** Writes all verdicts into the dataset, as one change. */
  applyReview(id: number): Promise<AppliedReview>
  reviewTimes(id: number, signal?: AbortSignal): Promise<ReviewTimes>
  /** Address of the marks as a file. */
  marksUrl(id: number): string
  /** Takes the marks of a file; those that say something else of a marked item wait for `force`. */
  loadMarks(id: number, file: unknown, force: boolean): Promise<LoadedMarks>
  classNote(classId: number, signal?: AbortSignal): Promise<ClassNote>
  setClassNote(classId: number, note: ClassNote): Promise<ClassNote>
}
