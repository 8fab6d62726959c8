/** The fields that metrics give, as the list on the left groups them. */
import type { FieldLevel, FieldOutliers, MetricEntry, MetricOutput } from '@/api/field-types'

/** A field of a metric: what the list has a line for, and the page is of. */
export interface MetricField {
  readonly level: FieldLevel
  readonly metric: MetricEntry
  readonly output: MetricOutput
}

export interface MetricGroup {
  readonly title: string
  readonly fields: readonly MetricField[]
}

const TITLES: Readonly<Record<FieldLevel, string>> = { image: 'Images', annotation: 'Labels', prediction: 'Predictions' }

/** Images, labels, predictions, and one's own last; those whose name or meaning holds the text. Empty groups are left out. */
export function groupFields(metrics: readonly MetricEntry[], text = ''): MetricGroup[] {
  const wanted = text.trim().toLowerCase()
  const fields = metrics
    .flatMap((metric) => metric.outputs.map((output): MetricField => ({ level: metric.level, metric, output })))
    .filter(({ metric, output }) => [output.name, output.title, output.meaning, metric.title].some((words) => words.toLowerCase().includes(wanted)))
  const ofLevel = (level: FieldLevel): MetricGroup => ({ title: TITLES[level], fields: fields.filter((field) => field.level === level && !field.metric.is_own) })
  const own: MetricGroup = { title: 'Custom', fields: fields.filter(({ metric }) => metric.is_own) }
  return [ofLevel('image'), ofLevel('annotation'), ofLevel('prediction'), own].filter((group) => group.fields.length > 0)
}

/** A field by its name at its level; without one the first that has values, else the first. */
export function chosenField(groups: readonly MetricGroup[], level: FieldLevel, name: string | null): MetricField | null {
  const all = groups.flatMap(({ fields }) => fields)
  const named = all.find((field) => field.level === level && field.output.name === name)
  return named ?? all.find(({ metric }) => metric.state === 'measured' || metric.state === 'stale') ?? all[0] ?? null
}

/** A name for a field that is its own among all levels. */
export const fieldKey = (level: FieldLevel, name: string): string => `${level}:${name}`

export function outliersByField(outliers: readonly FieldOutliers[] | undefined): ReadonlyMap<string, FieldOutliers> {
  return new Map((outliers ?? []).map((row) => [fieldKey(row.level, row.field), row]))
}
