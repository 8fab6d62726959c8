/** What the page of a review and the wall inside it agree on. */
import type { ExploreLevel } from '@/state/place-text'
import type { ClassBook } from '@/state/class-book'
import type { Verdict, VerdictBook } from '@/state/verdict'

export type { Verdict, VerdictBook } from '@/state/verdict'

/** Which crops are on the wall. */
export type Filter = 'all' | 'marked' | 'unmarked'

/** Sides of a crop in pixels that the server keeps; the wall may draw them a little larger or smaller. */
export const SIDES = [64, 96, 128, 192] as const
export type Side = (typeof SIDES)[number]

/** Crops that stand together under one header. */
export interface WallGroup {
  /** The class of the labels (or of the predictions); null where items have none, or on the side "missed" of a pair. */
  readonly classId: number | null
  /** By pair: the class the model saw; null where it saw nothing. Undefined where the wall is grouped by class only. */
  readonly predictedClassId?: number | null
  /** The place of its first item in `ids`; its items are `ids[first]` to `ids[first + count - 1]`. */
  readonly first: number
  readonly count: number
  /** Its most typical items, at most five. */
  readonly exemplars: readonly number[]
}

/** A wall: all items of a review in their order, as columns that stand beside each other. */
export interface WallData {
  readonly level: ExploreLevel
  readonly ids: Int32Array
  /** In order, without gaps; one group of everything where the wall is not grouped. */
  readonly groups: readonly WallGroup[]
  /** The class the best matching prediction has, or -1. */
  readonly predicted: Int32Array
  /** From 0 (typical) to 1: how far it stands from its group. All 0 where that is not known. */
  readonly oddness: Float32Array
  /** Above this an item is an odd one out; above 1 where nothing is. */
  readonly odd: number
  /** Changes whenever a crop may have changed: a part of every sheet's address. */
  readonly v: string
}

/** Where the wall should turn to. A new object turns it again, also to the same group. */
export interface TurnTo {
  readonly group: number
}

export interface WallProps {
  readonly wall: WallData
  readonly verdicts: VerdictBook
  readonly classes: ClassBook
  /** The classes behind the keys 1 to 9 and 0, in this order; at most ten. */
  readonly classKeys: readonly number[]
  readonly side: Side
  /** Margin around an object as a share of its larger side, 0 to 2. */
  readonly context: number
  readonly filter: Filter
  /** A picture with these crops, 16 to a row, each `side` pixels square: a sharp screen asks for a larger one. At most 128 ids. */
  readonly sheetUrl: (ids: readonly number[], side: Side) => string
  readonly turnTo: TurnTo | null
  /** The person says this of these. The page tells the book, in the same breath: a mark is painted with the next frame. */
  readonly onVerdict: (ids: readonly number[], verdict: Verdict | null) => void
  /** These were on screen and the person moved on. */
  readonly onSeen: (ids: readonly number[]) => void
  /** U: take back what was said last. */
  readonly onUndo: () => void
  /** The group at the top of the screen, as its place in `groups`. */
  readonly onGroup: (group: number) => void
  /** The first crops in sight have their pictures. */
  readonly onHung: () => void
  /** Open the image this item stands in. */
  readonly onOpen: (id: number) => void
  /** It shows well what its class is (E). */
  readonly onExample?: (id: number) => void
}
