/** In which fields a row lies far outside the middle half of its set. */
import type { FieldOutliers } from '@/api/field-types'
import { measure } from '@/lib/words'
import type { RowValues } from '@/state/on-screen'

export interface OutlierMark {
  readonly field: string
  readonly title: string
  readonly severe: boolean
  /** A source says it: far outside is no flaw by itself. */
  readonly stated: boolean
  /** "Brightness 0.03: severe outlier". */
  readonly text: string
}

const isOutside = (value: number, [low, high]: readonly number[]): boolean => value < (low ?? -Infinity) || value > (high ?? Infinity)

/** Of so many fields most images lie far outside in one or two; from here on an image is odd as a whole. */
const ODD = 3

/** The marks worth a place on a tile: that of the field the list is sorted by, and severe ones where there are many. */
export function shownMarks(marks: readonly OutlierMark[], sort: string | null): readonly OutlierMark[] {
  const sorted = marks.filter(({ field }) => field === sort)
  const severe = marks.filter(({ severe, stated, field }) => severe && !stated && field !== sort)
  return sorted.length > 0 || severe.length >= ODD ? [...sorted, ...severe] : []
}

/** The fields in which a row is an outlier, severe ones first. */
export function outlierMarks(values: RowValues, known: readonly Pick<FieldOutliers, 'field' | 'title' | 'fences' | 'stated'>[]): OutlierMark[] {
  const marks = known.flatMap(({ field, title, fences, stated }): OutlierMark[] => {
    const value = values[field]
    if (value === undefined || fences === null || !isOutside(value, fences.moderate)) return []
    const severe = isOutside(value, fences.severe)
    return [{ field, title, severe, stated, text: `${title} ${measure(value)}: ${severe ? 'severe' : 'moderate'} outlier` }]
  })
  return marks.sort((a, b) => Number(b.severe) - Number(a.severe))
}
