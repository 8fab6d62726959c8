/** The fields that metrics give, as the list on the left groups them. */
import type { FieldLevel, FieldOutliers, MetricEntry } from '@/api/field-types'
import type { Field } from '@/api/types'
import { number } from '@/lib/words'

/** A field of a metric: what the list has a line for, and the page is of. */
export interface MetricField {
  readonly level: FieldLevel
  readonly metric: MetricEntry
  readonly name: string
  readonly title: string
  readonly meaning: string
  /** What queries know of it; null while it has no values. */
  readonly field: Field | null
}

export interface MetricGroup {
  readonly title: string
  readonly fields: readonly MetricField[]
}

/** What queries know, level by level. */
export type FieldsByLevel = Readonly<Record<FieldLevel, readonly Field[]>>

const TITLES: Readonly<Record<FieldLevel, string>> = { image: 'Images', annotation: 'Labels', prediction: 'Predictions' }

/** Are there values to look at? */
export const hasValues = ({ state }: Pick<MetricEntry, 'state'>): boolean => state === 'measured' || state === 'stale' || state === 'field'

/** Was it measured, and nothing was there to measure? */
export const isEmpty = ({ state, count }: Pick<MetricEntry, 'state' | 'count'>): boolean => state === 'measured' && count === 0

/** How many values there are, or why there are none. */
export function standingOf({ state, why, count }: Pick<MetricEntry, 'state' | 'why' | 'count'>): string {
  if (state === 'measured') return count === 0 ? why : `${number(count)} measured`
  return state === 'not measured' ? 'Not measured yet' : why
}

/** Every field of every metric, with its title; a metric without values stands there as a whole. */
export function fieldsOf(metrics: readonly MetricEntry[], known: FieldsByLevel): MetricField[] {
  const every = metrics.flatMap((metric) =>
    (hasValues(metric) ? metric.columns : metric.columns.slice(0, 1)).map((name): MetricField => {
      const field = known[metric.level].find((candidate) => candidate.name === name) ?? null
      return { level: metric.level, metric, name, title: field?.title ?? metric.title, meaning: field?.meaning ?? '', field }
    }),
  )
  return every.filter(({ field }) => !isHash(field))
}

/** Hashes are for other metrics to read: their values have no spread to show. */
const isHash = (field: Field | null): boolean => field?.origin === 'metric' && field.facet === null

/** Images, labels, predictions, and one's own last; those whose name or meaning holds the text. Empty groups are left out. */
export function groupFields(fields: readonly MetricField[], text = ''): MetricGroup[] {
  const wanted = text.trim().toLowerCase()
  const found = fields.filter(({ metric, name, title, meaning }) => [name, title, meaning, metric.title].some((words) => words.toLowerCase().includes(wanted)))
  const ofLevel = (level: FieldLevel): MetricGroup => ({ title: TITLES[level], fields: found.filter((field) => field.level === level && !field.metric.own) })
  const own: MetricGroup = { title: 'Custom', fields: found.filter(({ metric }) => metric.own) }
  return [ofLevel('image'), ofLevel('annotation'), ofLevel('prediction'), own].filter((group) => group.fields.length > 0)
}

/** What every photograph has some of; images of one size, and all that follows from it, would show a single bar. */
const SHOWN_FIRST = 'brightness'

/** A field by its name at its level; without one brightness, else the first that was measured, else the first that can be. */
export function chosenField(fields: readonly MetricField[], level: FieldLevel, name: string | null): MetricField | null {
  const named = fields.find((field) => field.level === level && field.name === name)
  const measured = fields.filter(({ metric }) => metric.state === 'measured' && !isEmpty(metric))
  return named ?? measured.find((field) => field.name === SHOWN_FIRST) ?? measured[0] ?? fields.find(({ metric }) => metric.state === 'not measured') ?? fields[0] ?? null
}

/** A name for a field that is its own among all levels. */
export const fieldKey = ({ level, name }: Pick<MetricField, 'level' | 'name'>): string => `${level}:${name}`

export function outliersByField(outliers: readonly FieldOutliers[] | undefined): ReadonlyMap<string, FieldOutliers> {
  return new Map((outliers ?? []).map((row) => [fieldKey({ level: row.level, name: row.field }), row]))
}
