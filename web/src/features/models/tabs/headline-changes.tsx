import type { RunComparison } from '@/api/types'
import { Change, ChangeBar, signed } from './change'
import styles from './compare.module.css'
import { Panel } from '@/ui/panel'

/** The headline numbers of both runs, and by how much they differ. */
export function HeadlineChanges({ comparison: { a, b, rows } }: { readonly comparison: RunComparison }) {
  const most = Math.max(...rows.flatMap(({ delta, low, high }) => [delta, low, high].map((value) => Math.abs(value ?? 0))), 0.01)
  return (
    <Panel title="What changed" note="With 95 % intervals over images; grey where it may be chance.">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Number</span>
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
              <span className="visually-hidden">Interval of the change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" title={row.title === row.name ? undefined : row.name}>
                {row.title}
              </th>
              <td className={styles.number}>{told(row.a)}</td>
              <td className={styles.number}>{told(row.b)}</td>
              <td className={styles.number}>
                <Change interval={row} />
              </td>
              <td title={between(row)}>
                <ChangeBar interval={row} most={most} />
                <span className="visually-hidden">{between(row)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const told = (value: number | null): string => (value === null ? '–' : value.toFixed(3))

const between = ({ low, high }: RunComparison['rows'][number]): string =>
  low === null || high === null ? 'no interval' : `${signed(low)} to ${signed(high)}`
