/** An edit that was refused because someone else changed its label meanwhile, until the person has decided. */
import { create } from 'zustand'
import type { Edit, ImageObject } from '@/api/types'

export interface Conflict {
  readonly edit: Edit
  /** As it was on screen when the edit was made. */
  readonly label: ImageObject
  /** The change that it carried then, 0 for none. */
  readonly seen: number
}

export const useConflict = create<{ readonly conflict: Conflict | null }>(() => ({ conflict: null }))

export const setConflict = (conflict: Conflict | null): void => useConflict.setState({ conflict })
