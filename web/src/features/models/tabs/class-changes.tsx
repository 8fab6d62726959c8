import type { RunComparison } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { ClassChip } from '@/ui/class-chip'
import type { ItemsDoor } from '../tab'
import { Change, ChangeBar } from './change'
import styles from './compare.module.css'
import { Panel } from '@/ui/panel'
import { useOpened } from './use-opened'

interface ClassChangesProps {
  readonly comparison: RunComparison
  readonly onOpenItems: (door: ItemsDoor) => void
}

const size = ({ delta }: RunComparison['per_class'][number]): number => Math.abs(delta ?? 0)

/** F1 of each class in both runs, the largest change first; a row opens the results of its class. */
export function ClassChanges({ comparison: { a, b, per_class: classes }, onOpenItems }: ClassChangesProps) {
  const book = useClasses()
  const isOpen = useOpened()
  const sorted = [...classes].sort((one, other) => size(other) - size(one))
  const most = Math.max(...classes.map(size), 0.01)
  return (
    <Panel title="Class by class" note="F1, the largest change first.">
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" className={styles.number}>
                Labels
              </th>
              <th scope="col" className={styles.number} title={a.name}>
                {a.name}
              </th>
              <th scope="col" className={styles.number} title={b.name}>
                {b.name}
              </th>
              <th scope="col" className={styles.number}>
                Change
              </th>
              <th scope="col">
                <span className="visually-hidden">The change as a bar</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => {
              const { colour, mark } = book.look(row.class_id)
              const door = { cells: `${row.class_id}.*,*.${row.class_id}` }
              const interval = { delta: row.delta, low: null, high: null }
              return (
                <tr key={row.class_id}>
                  <th scope="row">
                    <button
                      type="button"
                      className={classNames(styles.door, isOpen(door) && styles.current)}
                      aria-pressed={isOpen(door)}
                      title={`Show the results of ${row.name}`}
                      onClick={() => onOpenItems(door)}
                    >
                      <ClassChip colour={colour} mark={mark} name={row.name} />
                    </button>
                  </th>
                  <td className={styles.number}>{number(row.support)}</td>
                  <td className={styles.number}>{told(row.f1_a)}</td>
                  <td className={styles.number}>{told(row.f1_b)}</td>
                  <td className={styles.number}>
                    <Change interval={interval} />
                  </td>
                  <td>
                    <ChangeBar interval={interval} most={most} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const told = (value: number | null): string => (value === null ? '–' : value.toFixed(3))
