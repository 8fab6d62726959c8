import type { CSSProperties } from 'react'
import type { RunComparison } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { writeSpot } from '../cells/cells-text'
import { columnName, isCorner, rowName } from '../matrix/matrix'
import type { ItemsDoor } from '../tab'
import { type Bar, BarList } from './bar-list'
import styles from './compare.module.css'
import { type Difference, differencesOf } from './differences'
import { Panel } from '@/ui/panel'
import { useOpened } from './use-opened'

/** What makes a cell a door: to the results in it. */
type Behind = (at: Difference) => { readonly isCurrent: boolean; readonly onOpen: () => void }

interface DifferenceMatrixProps {
  readonly comparison: RunComparison
  readonly onOpenItems: (door: ItemsDoor) => void
}

// A table of more classes than this is no longer read: then the largest differences are listed.
const MOST_CLASSES = 12
const MOST_LISTED = 20

const signed = (value: number): string => `${value > 0 ? '+' : '−'}${number(Math.abs(value))}`

/** Cell by cell, what the second run has more or less of; a cell opens its results. */
export function DifferenceMatrix({ comparison, onOpenItems }: DifferenceMatrixProps) {
  const differences = differencesOf(comparison)
  const classes = comparison.per_class.map(({ class_id: id, name }) => ({ id, name }))
  const isOpen = useOpened()
  const behind: Behind = ({ row, column }) => {
    const door = { cells: writeSpot([row, column], { classes }) }
    return { isCurrent: isOpen(door), onOpen: () => onOpenItems(door) }
  }
  const note = `Counts of ${comparison.b.name} less those of ${comparison.a.name}: green is better, red is worse.`
  return (
    <Panel title="Cell by cell" note={note}>
      {differences.length === 0 && <p className={styles.none}>The two matrices are the same.</p>}
      {differences.length > 0 &&
        (classes.length <= MOST_CLASSES ? (
          <Table classes={classes} differences={differences} behind={behind} />
        ) : (
          <BarList label="Largest differences" tone="first" bars={differences.slice(0, MOST_LISTED).map((difference) => bar(difference, behind))} />
        ))}
    </Panel>
  )
}

function bar(difference: Difference, behind: Behind): Bar {
  const { row, column, value, text, isBetter } = difference
  const told = <span className={isBetter ? styles.better : styles.worse}>{signed(value)}</span>
  return {
    key: `${row}.${column}`,
    text,
    term: `Row ${row}, column ${column} of the matrix`,
    value: Math.abs(value),
    told,
    name: `${text}: ${signed(value)}`,
    ...behind(difference),
  }
}

interface TableProps {
  readonly classes: readonly { readonly id: number; readonly name: string }[]
  readonly differences: readonly Difference[]
  readonly behind: Behind
}

function Table({ classes, differences, behind }: TableProps) {
  const most = Math.max(...differences.map(({ value }) => Math.abs(value)))
  const at = new Map(differences.map((difference) => [`${difference.row}.${difference.column}`, difference]))
  const columns = Array.from({ length: classes.length + 1 }, (_, column) => column)
  const rows = Array.from({ length: classes.length + 2 }, (_, row) => row)
  return (
    <div className={styles.scroll}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {columnName({ classes }, column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{rowName({ classes }, row)}</th>
              {columns.map((column) => (
                <td key={column}>
                  {!isCorner({ classes }, row, column) && <Cell difference={at.get(`${row}.${column}`)} most={most} behind={behind} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  readonly difference: Difference | undefined
  readonly most: number
  readonly behind: Behind
}

function Cell({ difference, most, behind }: CellProps) {
  if (difference === undefined) return <span className={styles.same}>0</span>
  const { value, isBetter, text } = difference
  const { isCurrent, onOpen } = behind(difference)
  return (
    <button
      type="button"
      className={classNames(styles.cell, isBetter ? styles.betterCell : styles.worseCell, isCurrent && styles.current)}
      aria-pressed={isCurrent}
      // The square root, so that a few stand out beside many.
      style={{ '--part': `${12 + 60 * Math.sqrt(Math.abs(value) / most)}%` } as CSSProperties}
      title={`${text}: ${signed(value)}`}
      aria-label={`${text}: ${signed(value)}`}
      onClick={onOpen}
    >
      {signed(value)}
    </button>
  )
}
