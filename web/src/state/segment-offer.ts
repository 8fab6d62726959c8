/** What is to be put into a segment: a page offers some objects, and the app opens the dialog over it. */
import { create } from 'zustand'
import type { Scope, Selection } from '@/api/types'

/** Images, labels and predictions by id, and the rows of a selection: all that are given. */
export interface SegmentTarget {
  readonly image?: readonly number[]
  readonly annotation?: readonly number[]
  readonly prediction?: readonly number[]
  readonly rows?: Selection
}

export interface SegmentOffer {
  readonly scope: Scope
  /** The objects, or how to get to know them: all results of a filter are named by the server. */
  readonly target: SegmentTarget | (() => Promise<SegmentTarget>)
  readonly count: number
}

export const useSegmentOffer = create<{ readonly offer: SegmentOffer | null }>(() => ({ offer: null }))

/** Opens the dialog, or closes it. */
export function offerSegment(offer: SegmentOffer | null): void {
  useSegmentOffer.setState({ offer })
}
