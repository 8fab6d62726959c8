/** Doors into a review: which rows hang on the wall. Every grid, class, cell and list of suspects has one. */
import type { ImageObject } from '@/api/types'
import { writeValue } from '@/lib/query-text/clause'
import type { ExploreLevel, Place } from './place-text'

/** The place of a review of what `query` lists at a level. */
export const reviewOf = (level: ExploreLevel, query: string): Partial<Place> => ({ of: level === 'annotation' ? null : level, q: query })

/** A query text holds so many ids; of more, keep a segment first. */
export const MOST_REVIEWED_IDS = 800

/** A review of some rows by id; null where they are too many for an address. */
export const reviewOfIds = (level: ExploreLevel, ids: readonly number[]): Partial<Place> | null =>
  ids.length === 0 || ids.length > MOST_REVIEWED_IDS ? null : reviewOf(level, `id in (${ids.join(', ')})`)

/** What suspects of a kind are about, by one of them. */
interface Suspect {
  readonly label: ImageObject | null
  readonly prediction: ImageObject | null
}

/** A review of what the suspects of a kind are about, the worst first; of labels with any suspect for null. */
export function reviewOfSuspects(kind: string | null, example: Suspect | undefined): Partial<Place> {
  const level = kind === null || example === undefined || example.label !== null ? 'annotation' : example.prediction === null ? 'image' : 'prediction'
  return { ...reviewOf(level, kind === null ? 'issue is not null' : `issue = ${writeValue(kind)}`), order: 'suspect' }
}

/** A review of the labels of a class, those that cost the model most first. */
export const reviewOfClass = (name: string): Partial<Place> => reviewOf('annotation', `class = ${writeValue(name)}`)

/** A review of the labels of one class that the model took for another: one cell of the matrix (V3.6). */
export const reviewOfPair = (classId: number, predictedClassId: number | null): Partial<Place> => ({ group: 'pair', only: `${classId}>${predictedClassId ?? '-'}`, order: 'loss' })
