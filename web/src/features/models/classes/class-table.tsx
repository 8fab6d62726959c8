import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ModelMetrics } from '@/api/types'
import { number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { useGo, usePlace } from '@/state/place'
import { ClassChip } from '@/ui/class-chip'
import { Icon } from '@/ui/icon'
import { chooseAlone } from '../cells/cells-text'
import type { Matrix } from '../matrix/matrix'
import { ClassMenu } from './class-menu'
import { type Average, AVERAGES, averageRow, type ClassRow, classRows, type Column, COLUMNS, sortRows } from './class-rows'
import styles from './class-table.module.css'

interface ClassTableProps {
  readonly metrics: ModelMetrics
  readonly matrix: Matrix
  readonly apOf: ReadonlyMap<number, number | null>
  readonly classes: ClassBook
  /** Which cells are lit. */
  readonly text: string
  readonly onLight: (text: string) => void
}

const ROW = 36

/** How well each class is found: any number of classes, by any column. */
export function ClassTable({ metrics, matrix, apOf, classes, text, onLight }: ClassTableProps) {
  const sort = usePlace((place) => COLUMNS.find(({ key }) => key === place.sort)?.key ?? null)
  const descending = usePlace((place) => place.desc)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = sortRows(classRows(metrics, apOf), sort, descending)
  // TanStack Virtual hands out functions that the React compiler could not remember; this app does not use that compiler.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 4 })
  const seen = virtual.getVirtualItems()
  const before = seen[0]?.start ?? 0
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <div ref={scroller} className={styles.scroller}>
      <table className={styles.table} aria-rowcount={rows.length + 2}>
        <Head sort={sort} descending={descending} />
        <tbody>
          {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
          {seen.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            const cells = `${row.class_id}.*,*.${row.class_id}`
            return (
              <ClassLine
                key={row.class_id}
                row={row}
                place={index + 2}
                classes={classes}
                matrix={matrix}
                chosen={text === cells}
                onChoose={() => onLight(chooseAlone(text, cells))}
                onLight={onLight}
              />
            )
          })}
          {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
        </tbody>
        <Foot metrics={metrics} rows={rows} />
      </table>
    </div>
  )
}

function Head({ sort, descending }: { readonly sort: Column | null; readonly descending: boolean }) {
  const go = useGo()
  // Names from A, numbers from the largest; then the other way, then as in the dataset.
  const turn = (key: Column): void => {
    const first = key !== 'name'
    if (sort !== key) go({ sort: key, desc: first }, { replace: true })
    else go(descending === first ? { desc: !first } : { sort: null, desc: false }, { replace: true })
  }
  return (
    <thead>
      <tr>
        {COLUMNS.map(({ key, title, meaning }) => (
          <th key={key} scope="col" aria-sort={sort === key ? (descending ? 'descending' : 'ascending') : 'none'}>
            <button type="button" title={meaning === '' ? undefined : meaning} onClick={() => turn(key)}>
              {title}
              {sort === key && <Icon name={descending ? 'down' : 'up'} size={12} />}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

const rate = (value: number | null): string => (value === null ? '–' : value.toFixed(2))

interface ClassLineProps {
  readonly row: ClassRow
  readonly place: number
  readonly classes: ClassBook
  readonly matrix: Matrix
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly onLight: (text: string) => void
}

function ClassLine({ row, place, classes, matrix, chosen, onChoose, onLight }: ClassLineProps) {
  const look = classes.look(row.class_id)
  return (
    <tr aria-rowindex={place} data-chosen={chosen} style={{ height: ROW }}>
      <th scope="row">
        <span className={styles.name}>
          <button type="button" className={styles.class} aria-pressed={chosen} onClick={onChoose}>
            <ClassChip colour={look.colour} mark={look.mark} name={row.name} />
          </button>
          <ClassMenu id={row.class_id} name={row.name} matrix={matrix} onLight={onLight} />
        </span>
      </th>
      <td>{rate(row.precision)}</td>
      <td>{rate(row.recall)}</td>
      <td>{rate(row.f1)}</td>
      <td>{rate(row.ap)}</td>
      <td>{number(row.support)}</td>
    </tr>
  )
}

/** The average beneath the classes, and the choice of it. */
function Foot({ metrics, rows }: { readonly metrics: ModelMetrics; readonly rows: readonly ClassRow[] }) {
  const go = useGo()
  const chosen = usePlace((place): Average => AVERAGES.find(({ value }) => value === place.average)?.value ?? 'weighted')
  const average = averageRow(metrics, rows, chosen)
  return (
    <tfoot>
      <tr>
        <th scope="row">
          <select aria-label="Average" value={chosen} onChange={(event) => go({ average: event.currentTarget.value === 'weighted' ? null : event.currentTarget.value }, { replace: true })}>
            {AVERAGES.map(({ value, label, meaning }) => (
              <option key={value} value={value} title={meaning}>
                {label}
              </option>
            ))}
          </select>
        </th>
        <td>{rate(average.precision)}</td>
        <td>{rate(average.recall)}</td>
        <td>{rate(average.f1)}</td>
        <td>{rate(average.ap)}</td>
        <td>{number(average.support)}</td>
      </tr>
    </tfoot>
  )
}
