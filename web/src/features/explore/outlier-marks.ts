/** In which fields a row lies far outside the middle half of its set. */
import type { FieldOutliers } from '@/api/field-types'
import { measure } from '@/lib/words'
import type { RowValues } from '@/state/on-screen'

export interface OutlierMark {
  readonly field: string
  readonly title: string
  readonly severe: boolean
  /** "Brightness 0.03: severe outlier". */
  readonly text: string
}

const isOutside = (value: number, [low, high]: readonly number[]): boolean => value < (low ?? -Infinity) || value > (high ?? Infinity)

/** The marks worth a place on a tile: what the list is sorted by, then severe ones. Of many fields one is always a little odd. */
export function shownMarks(marks: readonly OutlierMark[], sort: string | null): readonly OutlierMark[] {
  const sorted = marks.filter(({ field }) => field === sort)
  return [...sorted, ...marks.filter(({ severe, field }) => severe && field !== sort)]
}

/** The fields in which a row is an outlier, severe ones first. */
export function outlierMarks(values: RowValues, known: readonly Pick<FieldOutliers, 'field' | 'title' | 'fences'>[]): OutlierMark[] {
  const marks = known.flatMap(({ field, title, fences }): OutlierMark[] => {
    const value = values[field]
    if (value === undefined || fences === null || !isOutside(value, fences.moderate)) return []
    const severe = isOutside(value, fences.severe)
    return [{ field, title, severe, text: `${title} ${measure(value)}: ${severe ? 'severe' : 'moderate'} outlier` }]
  })
  return marks.sort((a, b) => Number(b.severe) - Number(a.severe))
}
