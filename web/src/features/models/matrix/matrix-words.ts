/** What a cell, a row or a column of the matrix says, in words. */
import { amount, number } from '@/lib/words'
import { columnName, type Matrix, rowName } from './matrix'
import type { Spot } from '../cells/cells-text'

/** "Gloves taken for Vest: 2, 0.5 % of 376 labels". */
export function spotWords([row, column]: Spot, matrix: Matrix): string {
  const { rowTotals, columnTotals } = matrix
  if (row === null && column === null) return 'All results'
  if (row === null) return `${columnTitle(matrix, column ?? 0)}: ${number(columnTotals[column ?? 0] ?? 0)}`
  if (column === null) return `${rowTitle(matrix, row)}: ${number(rowTotals[row] ?? 0)}`
  return `${cellTitle(matrix, row, column)}: ${cellNumbers(matrix, row, column)}`
}

function rowTitle(matrix: Matrix, row: number): string {
  const k = matrix.classes.length
  if (row < k) return `All labels of ${rowName(matrix, row)}`
  return row === k ? 'All predictions with no label under them' : 'All predictions on a label that was already found'
}

const columnTitle = (matrix: Matrix, column: number): string =>
  column < matrix.classes.length ? `All predictions of ${columnName(matrix, column)}` : 'All labels that were missed'

function cellTitle(matrix: Matrix, row: number, column: number): string {
  const k = matrix.classes.length
  if (row > k) return `${columnName(matrix, column)} seen twice`
  if (row === k) return `${columnName(matrix, column)} seen where nothing is labelled`
  if (column === k) return `${rowName(matrix, row)} missed`
  return row === column ? `${rowName(matrix, row)} found` : `${rowName(matrix, row)} taken for ${columnName(matrix, column)}`
}

function cellNumbers(matrix: Matrix, row: number, column: number): string {
  const count = matrix.count(row, column)
  const ofLabels = row < matrix.classes.length
  const whole = (ofLabels ? matrix.rowTotals[row] : matrix.columnTotals[column]) ?? 0
  if (whole === 0) return number(count)
  return `${number(count)}, ${((count / whole) * 100).toFixed(1)} % of ${amount(whole, ofLabels ? 'label' : 'prediction')}`
}
