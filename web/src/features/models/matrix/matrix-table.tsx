import type { Lines } from './arrangement'
import { columnName, isCorner, type Matrix, rowName } from './matrix'

/** More than this is read cell by cell. */
const MOST = 30

/** The matrix as a table for screen readers, where it is small enough to be read out. */
export function MatrixTable({ matrix, lines }: { readonly matrix: Matrix; readonly lines: Lines }) {
  if (matrix.classes.length > MOST) return null
  return (
    <table className="visually-hidden">
      <caption>Confusion matrix: rows are classes of labels, columns classes of predictions</caption>
      <thead>
        <tr>
          <td />
          {lines.columns.map((column) => (
            <th key={column} scope="col">
              {columnName(matrix, column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.rows.map((row) => (
          <tr key={row}>
            <th scope="row">{rowName(matrix, row)}</th>
            {lines.columns.map((column) => (
              <td key={column}>{isCorner(matrix, row, column) ? '' : matrix.count(row, column)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
