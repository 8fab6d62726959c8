/** Which objects of an image are drawn and listed, and in which order. */
import type { ImageObject } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'

export interface ObjectFilter {
  readonly labels: boolean
  readonly predictions: boolean
  /** Predictions below it are left out. */
  readonly confidence: number
  /** The chosen object is shown whatever the filter says: it was asked for by its address. */
  readonly chosen: string | null
}

export interface VisibleObjects {
  readonly labels: readonly ImageObject[]
  /** By falling confidence. */
  readonly predictions: readonly ImageObject[]
}

export function visibleObjects(objects: readonly ImageObject[], filter: ObjectFilter): VisibleObjects {
  const chosen = (object: ImageObject): boolean => shapeId(object) === filter.chosen
  const labels = objects.filter((object) => object.source === 'label' && (filter.labels || chosen(object)))
  const predictions = objects.filter(
    (object) =>
      object.source === 'prediction' &&
      ((filter.predictions && (object.score ?? 1) >= filter.confidence) || chosen(object)),
  )
  predictions.sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.id - b.id)
  return { labels, predictions }
}

/** The object `by` steps further in the list, round its ends; from none, the first or the last. */
export function objectAfter({ labels, predictions }: VisibleObjects, chosen: string | null, by: 1 | -1): string | null {
  const ids = [...labels, ...predictions].map(shapeId)
  if (ids.length === 0) return null
  const at = chosen === null ? -1 : ids.indexOf(chosen)
  if (at < 0) return (by === 1 ? ids[0] : ids.at(-1)) ?? null
  return ids[(at + by + ids.length) % ids.length] ?? null
}
