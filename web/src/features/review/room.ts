/** What the parts of the page are about. */
import type { Review, ReviewQuestion } from '@/api/review-types'
import type { ClassBook } from '@/state/class-book'
import type { Current } from '@/state/current'
import type { LiveBook } from '@/state/verdict-book'
import type { Side, WallData } from './types'

export interface Room {
  readonly current: Current
  readonly question: ReviewQuestion
  readonly review: Review
  readonly book: LiveBook
  /** What hangs on the wall now. */
  readonly wall: WallData
  readonly classes: ClassBook
  readonly classKeys: readonly number[]
  /** Under which the order of the keys is remembered. */
  readonly keysName: string
  /** The group at the top of the screen, as its place in the wall. */
  readonly group: number
}

/** How crops look, and where their pictures are. */
export interface Look {
  readonly side: Side
  readonly context: number
  readonly sheetUrl: (ids: readonly number[], side: number) => string
}
