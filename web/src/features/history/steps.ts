/** How many undos or redos lead to a point of the journal. Entries are newest first. */
import type { Change } from '@/api/types'

export interface Steps {
  readonly direction: 'undo' | 'redo'
  readonly count: number
  /** The entry up to which they lead. */
  readonly to: number
}

/**
 * What leads to just before `entry` where it is in force, or to just after it where it was undone; null for what
 * cannot be undone (an import, an undo, a redo) and for what a later edit closed the way to.
 */
export function stepsTo(entries: readonly Change[], entry: Change): Steps | null {
  if (entry.state === 'live') {
    return { direction: 'undo', to: entry.id, count: entries.filter(({ state, id }) => state === 'live' && id >= entry.id).length }
  }
  if (entry.state === 'undone') {
    return { direction: 'redo', to: entry.id, count: entries.filter(({ state, id }) => state === 'undone' && id <= entry.id).length }
  }
  return null
}
