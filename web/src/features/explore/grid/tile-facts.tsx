import { useEffect } from 'react'
import { classNames } from '@/lib/class-names'
import { measure } from '@/lib/words'
import { pointAt } from '@/state/on-screen'
import { type OutlierMark, shownMarks } from '../outlier-marks'
import type { SortField } from '@/actions/fields/sort-fields'
import styles from './tile.module.css'
import type { RowFacts } from './use-row-facts'

/** What every tile is given beside its row. */
export interface TileFacts {
  /** What the list is sorted by. */
  readonly sorted: SortField | null
  readonly facts: RowFacts | undefined
}

/** The outlier marks of a row that its tile shows; the filters show the place of the row that the keyboard is on. */
export function useTileFacts({ sorted, facts }: TileFacts, current: boolean): readonly OutlierMark[] {
  useEffect(() => {
    if (current && facts !== undefined) pointAt(facts.values)
  }, [current, facts])
  return facts === undefined ? [] : shownMarks(facts.outliers, sorted?.name ?? null)
}

/** In which fields the row lies far outside: the first by name, the others by their number. */
export function OutlierTag({ marks }: { readonly marks: readonly OutlierMark[] }) {
  const [first, ...others] = marks
  if (first === undefined) return null
  return (
    <span className={classNames(styles.marks, first.severe && !first.stated && styles.severe)} title={marks.map(({ text }) => text).join('\n')} data-outlier={first.severe ? 'severe' : 'moderate'}>
      {first.title}
      {others.length > 0 && ` +${others.length}`}
    </span>
  )
}

/** The number by which the list is sorted. */
export function SortedValue({ sorted, value }: { readonly sorted: SortField | null; readonly value: string | number | boolean | null }) {
  if (sorted === null || sorted.type !== 'number') return null
  const text = typeof value === 'number' ? measure(value) : 'no value'
  return (
    <span className={styles.sorted} title={`${sorted.title} ${text}${sorted.unit === '' ? '' : ` ${sorted.unit}`}`}>
      {text}
    </span>
  )
}
