/** A field of two sets in the same bins, as shares of each side: the sides may be of very different sizes. */
import type { DriftOverlay } from '@/api/field-types'
import { measure } from '@/lib/words'

export interface OverlayBin {
  readonly name: string
  readonly reference: number
  readonly current: number
  readonly referenceShare: number
  readonly currentShare: number
  readonly referenceQuery: string
  readonly currentQuery: string
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

export function overlayBins({ edges, terms, reference, current, queries_reference: before, queries_current: after }: DriftOverlay): OverlayBin[] {
  const [ofReference, ofCurrent] = [Math.max(sum(reference), 1), Math.max(sum(current), 1)]
  return reference.map((count, index) => ({
    name: terms === null ? `${measure(edges?.[index] ?? 0)} to ${measure(edges?.[index + 1] ?? 0)}` : (terms[index] ?? ''),
    reference: count,
    current: current[index] ?? 0,
    referenceShare: count / ofReference,
    currentShare: (current[index] ?? 0) / ofCurrent,
    referenceQuery: before[index] ?? '',
    currentQuery: after[index] ?? '',
  }))
}
