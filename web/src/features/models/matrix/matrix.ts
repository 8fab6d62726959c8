/** The confusion matrix as the page works with it: rows are classes of labels, columns classes of predictions. */
import type { ModelMetrics } from '@/api/types'

export interface Matrix {
  readonly classes: readonly { readonly id: number; readonly name: string }[]
  /** With k classes, row k holds predictions with no label under them, row k + 1 second ones on a label. */
  readonly rows: number
  /** Column k holds labels that nothing was predicted on. */
  readonly columns: number
  /** Where there is anything: places of rows and columns, and how many. */
  readonly filled: readonly FilledCell[]
  readonly rowTotals: readonly number[]
  readonly columnTotals: readonly number[]
  /** The largest count. */
  readonly most: number
  count(row: number, column: number): number
}

export interface FilledCell {
  readonly row: number
  readonly column: number
  readonly count: number
}

/** The matrix of the server's reply. */
export function matrixOf({ classes, cells }: Pick<ModelMetrics, 'classes' | 'cells'>): Matrix {
  const rows = classes.length + 2
  const columns = classes.length + 1
  const counts = new Int32Array(rows * columns)
  const rowTotals = new Array<number>(rows).fill(0)
  const columnTotals = new Array<number>(columns).fill(0)
  let most = 0
  const filled = cells.row.map((row, index): FilledCell => {
    const cell = { row, column: cells.column[index] ?? 0, count: cells.count[index] ?? 0 }
    counts[row * columns + cell.column] = cell.count
    rowTotals[row] = (rowTotals[row] ?? 0) + cell.count
    columnTotals[cell.column] = (columnTotals[cell.column] ?? 0) + cell.count
    most = Math.max(most, cell.count)
    return cell
  })
  return { classes, rows, columns, filled, rowTotals, columnTotals, most, count: (row, column) => counts[row * columns + column] ?? 0 }
}

/** Nothing can be in the corner: neither labelled nor predicted. */
export const isCorner = ({ classes }: Pick<Matrix, 'classes'>, row: number, column: number): boolean => row >= classes.length && column >= classes.length

/** What a cell tells. */
export type Share = 'count' | 'row' | 'column'

/** The cell's part of its row, of its column, or of the largest count, 0 to 1; 0 where there is nothing to divide by. */
export function shareOf(matrix: Matrix, share: Share, row: number, column: number): number {
  const whole = { count: matrix.most, row: matrix.rowTotals[row], column: matrix.columnTotals[column] }[share] ?? 0
  return whole === 0 ? 0 : matrix.count(row, column) / whole
}

/** What the lines beside the classes are called. */
export const EXTRA = { missed: 'missed', background: 'not labelled', duplicate: 'seen twice' } as const

/** The name of a row. */
export function rowName({ classes }: Pick<Matrix, 'classes'>, row: number): string {
  return classes[row]?.name ?? (row === classes.length ? EXTRA.background : EXTRA.duplicate)
}

/** The name of a column. */
export function columnName({ classes }: Pick<Matrix, 'classes'>, column: number): string {
  return classes[column]?.name ?? EXTRA.missed
}
