/** How many undos or redos lead to a point of the journal. Entries are newest first. */
import type { Change } from '@/api/types'

export interface Steps {
  readonly direction: 'undo' | 'redo'
  /** The entry up to which they lead. */
  readonly to: number
  /** The entries that they take back or put back, newest first. */
  readonly edits: readonly Change[]
}

/**
 * What leads to just before `entry` where it is in force, or to just after it where it was undone; null for what
 * cannot be undone (an import, an undo, a redo) and for what a later edit closed the way to.
 */
export function stepsTo(entries: readonly Change[], entry: Change): Steps | null {
  if (entry.state === 'live') {
    return { direction: 'undo', to: entry.id, edits: entries.filter(({ state, id }) => state === 'live' && id >= entry.id) }
  }
  if (entry.state === 'undone') {
    return { direction: 'redo', to: entry.id, edits: entries.filter(({ state, id }) => state === 'undone' && id <= entry.id) }
  }
  return null
}
