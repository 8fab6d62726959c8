/** The nouns of a review, as the wire carries them. */
import type { ChangeResult, Level } from './types'

export type ReviewLevel = Exclude<Level, 'issue'>
export type VerdictKind = 'wrong' | 'relabel' | 'delete' | 'accept'

interface EventBase {
  /** Made by the browser: sent twice, an event counts once. */
  readonly key: string
  /** When the person said it, in milliseconds since 1970. */
  readonly at: number
}

/** The same verdict of all of these; null takes their marks away. */
export interface VerdictEvent extends EventBase {
  readonly ids: readonly number[]
  readonly verdict: VerdictKind | null
  readonly class_id?: number
  /** The last event that the person knew of; what another reviewer says later is told as a conflict. */
  readonly since?: number
  /** The person knows of the conflict. */
  readonly force?: boolean
}

/** These were looked at. */
export interface SeenEvent extends EventBase {
  readonly seen: readonly number[]
}

export type ReviewEvent = VerdictEvent | SeenEvent

export const isSeenEvent = (event: ReviewEvent): event is SeenEvent => 'seen' in event

/** The rows of a query, looked at by people, with what they said so far. */
export interface Review {
  readonly id: number
  readonly level: ReviewLevel
  /** As the server understands it. */
  readonly query: string
  readonly author: string
  /** When it was opened; with the id it tells reviews of different projects apart. */
  readonly at: string
}

export interface ReviewQuestion {
  readonly dataset: number
  readonly run: number | null
  readonly level: ReviewLevel
  readonly query: string
}

/** All verdicts that wait, as columns, or what of them is new. */
export interface SaidVerdicts {
  readonly ids: readonly number[]
  /** Null: the mark was taken away. */
  readonly verdicts: readonly (VerdictKind | null)[]
  readonly classIds: readonly (number | null)[]
  readonly seen: Iterable<number>
  /** No longer taken to be looked at. */
  readonly unseen: Iterable<number>
  /** The last event that is among them. */
  readonly since: number
  /** The changes of the journal that applied verdicts. */
  readonly changes: readonly number[]
}

/** Another reviewer says something else of an item; null: they took the mark away. */
export interface SaidOtherwise {
  readonly id: number
  readonly by: string
  readonly verdict: VerdictKind | null
  readonly classId: number | null
}

/** What became of events: of which items another reviewer says otherwise, and why some mean nothing. */
export interface VerdictsReply {
  readonly otherwise: readonly SaidOtherwise[]
  readonly refused: readonly string[]
}

/** What applying did; what it could not do keeps its verdict. */
export interface AppliedReview {
  readonly change: ChangeResult | null
  readonly done: number
  readonly skipped: readonly string[]
}

/** Items of a review that this sitting holds. */
export interface ReviewChunk {
  /** From 1. */
  readonly number: number
  /** How many chunks there are. */
  readonly of: number
  readonly ids: readonly number[]
}

export interface ClassTime {
  readonly classId: number | null
  readonly items: number
  readonly seconds: number
}

export interface AuthorTime {
  readonly author: string
  readonly items: number
  readonly seconds: number
}

/** How two reviewers agree on what both judged: Cohen's kappa, null where it is not defined. */
export interface Agreement {
  readonly authors: readonly [string, string]
  readonly items: number
  readonly kappa: number | null
}

export interface ReviewTimes {
  readonly items: number
  readonly seconds: number
  /** Null before there is a time to speak of. */
  readonly perMinute: number | null
  readonly classes: readonly ClassTime[]
  readonly authors: readonly AuthorTime[]
  readonly agreements: readonly Agreement[]
}

/** What a file of marks says otherwise of an item that is marked already. */
export interface MarkConflict {
  readonly id: number
  readonly by: string
  readonly here: VerdictKind | null
  readonly hereClass: number | null
  readonly file: VerdictKind | null
  readonly fileClass: number | null
}

export interface LoadedMarks {
  readonly loaded: number
  readonly conflicts: readonly MarkConflict[]
  /** What of the file is not on this wall, in words. */
  readonly problems: readonly string[]
}

/** What a class is: a short text, and labels that show it. */
export interface ClassNote {
  readonly text: string
  readonly exemplars: readonly number[]
}
