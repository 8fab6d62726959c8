/** What an autotag is to be taught with: a page offers some items, and the app opens the dialog over it. */
import { create } from 'zustand'
import type { AutotagLevel } from '@/api/autotag-types'

export interface AutotagOffer {
  readonly dataset: number
  readonly level: AutotagLevel
  /** Images or labels by id. */
  readonly ids: readonly number[]
}

export const useAutotagOffer = create<{ readonly offer: AutotagOffer | null }>(() => ({ offer: null }))

/** Opens the dialog, or closes it. */
export function offerAutotag(offer: AutotagOffer | null): void {
  useAutotagOffer.setState({ offer })
}
