/** How duplicates are told and which of them stays, as the URL has it. */
import type { AlikeWay, DedupeRequest, KeepRule } from '@/api/similar-types'
import type { Place } from '@/state/place'

export const RULES: readonly { readonly value: KeepRule; readonly label: string; readonly title: string }[] = [
  { value: 'largest', label: 'Largest', title: 'The one with most pixels stays' },
  { value: 'sharpest', label: 'Sharpest', title: 'The sharpest one stays' },
  { value: 'most_labels', label: 'Most labels', title: 'The one with most labels stays' },
  { value: 'first', label: 'First', title: 'The one that was imported first stays' },
]

export const WAYS: readonly { readonly value: AlikeWay; readonly label: string; readonly title: string }[] = [
  { value: 'pixels', label: 'Pixels', title: 'Exactly the same pixels' },
  { value: 'hash', label: 'Hash', title: 'Perceptual hashes a few bits apart: other sizes, other compression' },
  { value: 'embedding', label: 'Embedding', title: 'Embeddings almost the same: crops, mirror images, next frames' },
]

/** The request that a place asks; what makes no sense is left at its default. */
export function requestAt(dataset: number, { order, against, arrange, q }: Pick<Place, 'order' | 'against' | 'arrange' | 'q'>): DedupeRequest {
  const ways = WAYS.map(({ value }) => value).filter((way) => arrange?.split(',').includes(way) === true)
  return {
    dataset,
    query: q,
    keep: RULES.find(({ value }) => value === order)?.value ?? 'largest',
    prefer: against,
    alike: ways.length === 0 ? null : ways,
  }
}

/** The ways once one of them is turned on or off, as the URL has them; null for all of them. At least one stays. */
export function turned(alike: readonly AlikeWay[] | null, way: AlikeWay): string | null {
  const all = WAYS.map(({ value }) => value)
  const now = alike ?? all
  const next = all.filter((one) => (one === way ? !now.includes(way) : now.includes(one)))
  if (next.length === 0) return now.join(',')
  return next.length === all.length ? null : next.join(',')
}
