/** What a reviewer says of one item before it is applied, and the book that keeps it. */

/** A class, or one of three words. `wrong` says no more than that: it is marked, and nothing is changed by applying. */
export type Verdict = { readonly kind: 'wrong' } | { readonly kind: 'relabel'; readonly classId: number } | { readonly kind: 'delete' } | { readonly kind: 'accept' }

export const WRONG: Verdict = { kind: 'wrong' }
export const DELETE: Verdict = { kind: 'delete' }
/** Take the class the model saw. */
export const ACCEPT: Verdict = { kind: 'accept' }

/** The verdict that gives an item a class. */
export const relabelTo = (classId: number): Verdict => ({ kind: 'relabel', classId })

/** Do two verdicts say the same? */
export function sameVerdict(one: Verdict | null, other: Verdict | null): boolean {
  if (one === null || other === null) return one === other
  if (one.kind === 'relabel' && other.kind === 'relabel') return one.classId === other.classId
  return one.kind === other.kind
}

/**
 * The verdicts of one review, by item. What is said here is seen at once by whoever subscribes, kept in the browser and
 * sent to the server behind the person's back; nothing of that ever makes a caller wait.
 */
export interface VerdictBook {
  /** Were the server's verdicts read at least once? */
  readonly isLoaded: boolean
  /** Null: not marked. */
  verdictOf: (id: number) => Verdict | null
  /** Was it on screen, and did the reviewer move on? An unmarked item that was seen is confirmed right. */
  isSeen: (id: number) => boolean
  /** Everything that is marked. A new map with every change, so that it can be compared by identity. */
  readonly marked: ReadonlyMap<number, Verdict>
  readonly seenCount: number
  /** Says the same of all of these in one step; null takes their marks away. One step of undo. */
  say: (ids: readonly number[], verdict: Verdict | null) => void
  /** These were looked at. No step of undo. */
  see: (ids: readonly number[]) => void
  /** Takes the last step back; the ids it touched, or null where there is none in this sitting. */
  undo: () => readonly number[] | null
  /** Goes up with every change: what `useSyncExternalStore` compares. */
  version: () => number
  subscribe: (listener: () => void) => () => void
}
