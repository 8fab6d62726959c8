/** The difference of two confusion matrices, as it is drawn: where counts differ, and whether that is good. */
import type { RunComparison } from '@/api/types'
import { columnName, rowName } from '../matrix/matrix'

export interface Difference {
  readonly row: number
  readonly column: number
  /** Of the second run less the first. */
  readonly value: number
  /** More on the diagonal, or less beside it. */
  readonly isBetter: boolean
  /** `Mask seen as Person`, `Mask missed`, `Mask found`, … */
  readonly text: string
}

/** Every cell that differs, the largest difference first. */
export function differencesOf({ cells, per_class: perClass }: Pick<RunComparison, 'cells' | 'per_class'>): readonly Difference[] {
  const classes = perClass.map(({ class_id: id, name }) => ({ id, name }))
  return cells.row
    .map((row, index): Difference => {
      const [column, value] = [cells.column[index] ?? 0, cells.difference[index] ?? 0]
      return { row, column, value, isBetter: row === column ? value > 0 : value < 0, text: textOf(row, column, classes) }
    })
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
}

function textOf(row: number, column: number, classes: readonly { readonly id: number; readonly name: string }[]): string {
  const [label, prediction] = [rowName({ classes }, row), columnName({ classes }, column)]
  if (row === column) return `${label} found`
  if (row >= classes.length) return `${prediction} ${label}`
  return column >= classes.length ? `${label} missed` : `${label} seen as ${prediction}`
}
