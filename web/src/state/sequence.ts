/** The order in which the open image has a next and a previous: that of the list it was opened from. */
import { create } from 'zustand'
import type { Picture } from '@/api/transport/transport'

export interface SequenceEntry {
  readonly image: number
  /** The object to look at (`label:12`, `prediction:7`), where the list was one of objects. */
  readonly object: string | null
  /** Its picture, where the list knows of one: to be fetched early. */
  readonly picture?: Picture
}

export interface Sequence {
  readonly total: number
  /** Where the open image stands, from 0. */
  readonly index: number
  /** The entry at a position; fetches its page if need be. Null outside of the list, or where it cannot be had. */
  readonly at: (index: number) => Promise<SequenceEntry | null>
}

/** Null where an image was opened by its address alone: it then has no neighbours. */
export const useSequence = create<{ readonly sequence: Sequence | null }>(() => ({ sequence: null }))

/** The list that owns the open image says so when it opens one. */
export function setSequence(sequence: Sequence | null): void {
  useSequence.setState({ sequence })
}

/** Moves within the sequence; returns the entry to open, or null at the ends. */
export async function stepSequence(by: number): Promise<SequenceEntry | null> {
  const { sequence } = useSequence.getState()
  if (sequence === null) return null
  const index = sequence.index + by
  if (index < 0 || index >= sequence.total) return null
  const entry = await sequence.at(index)
  if (entry !== null && useSequence.getState().sequence === sequence) setSequence({ ...sequence, index })
  return entry
}
