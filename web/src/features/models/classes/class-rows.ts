/** The rows of the table of classes: in which order they stand, and what stands beneath them. */
import type { AverageRates, ClassRates, ModelMetrics } from '@/api/types'

export interface ClassRow extends ClassRates {
  /** Null where it is not known (yet). */
  readonly ap: number | null
}

export const COLUMNS = [
  { key: 'name', title: 'Class', meaning: '' },
  { key: 'precision', title: 'Precision', meaning: 'Of the predictions of this class, how many are right' },
  { key: 'recall', title: 'Recall', meaning: 'Of the labels of this class, how many were found' },
  { key: 'f1', title: 'F1', meaning: 'Harmonic mean of precision and recall' },
  { key: 'ap', title: 'AP', meaning: 'Average precision over all confidences and IoU .50 to .95, as COCO counts it' },
  { key: 'support', title: 'Labels', meaning: 'Labels that count' },
] as const

export type Column = (typeof COLUMNS)[number]['key']

/** The rows of the reply, with the AP of each class where it is known. */
export function classRows(metrics: Pick<ModelMetrics, 'per_class'>, apOf: ReadonlyMap<number, number | null>): ClassRow[] {
  return metrics.per_class.map((row) => ({ ...row, ap: apOf.get(row.class_id) ?? null }))
}

/** The rows by a column; what has no value stands last, either way. Without a column they stay as they are. */
export function sortRows(rows: readonly ClassRow[], column: Column | null, descending: boolean): readonly ClassRow[] {
  if (column === null) return rows
  const turn = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column], b[column]]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return turn * (typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y))
  })
}

export const AVERAGES = [
  { value: 'weighted', label: 'Weighted average', meaning: 'Each class counts by its labels' },
  { value: 'macro', label: 'Mean of classes', meaning: 'Each class counts alike (macro average)' },
  { value: 'micro', label: 'All objects', meaning: 'Each object counts alike (micro average)' },
] as const

export type Average = (typeof AVERAGES)[number]['value']

export interface AverageRow extends AverageRates {
  readonly ap: number | null
  readonly support: number
}

/** The line beneath the classes. AP is of a class: there is none of all objects together. */
export function averageRow(metrics: Pick<ModelMetrics, 'averages'>, rows: readonly ClassRow[], average: Average): AverageRow {
  const support = rows.reduce((sum, row) => sum + row.support, 0)
  const told = rows.filter((row) => row.ap !== null)
  const weight = (row: ClassRow): number => (average === 'weighted' ? row.support : 1)
  const whole = told.reduce((sum, row) => sum + weight(row), 0)
  const ap = average === 'micro' || whole === 0 ? null : told.reduce((sum, row) => sum + weight(row) * (row.ap ?? 0), 0) / whole
  return { ...metrics.averages[average], ap, support }
}
