import { useQuery } from '@tanstack/react-query'
import { useMeasuring } from '@/actions/measuring'
import { outliersQuery } from '@/api/field-queries'
import type { FieldLevel, FieldOutliers, MetricEntry } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { amount, number } from '@/lib/words'
import type { Current } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import styles from './outliers.module.css'

interface OutliersTabProps {
  readonly current: Current
  readonly metrics: readonly MetricEntry[]
}

const TABLE_PX = 480

/** How many values of each field stand out, the worst field first. */
export function OutliersTab({ current, metrics }: OutliersTabProps) {
  const go = useGo()
  const query = usePlace((place) => place.q)
  const asked = useQuery(outliersQuery(useTransport(), current.scope, query))
  const lacking = metrics.some(({ state }) => state === 'not measured')
  return (
    <div className={styles.tab}>
      <p className={styles.note}>
        A value is an outlier where it lies more than 1.5 times the width of the middle half outside of it, and a severe one from 2.5 times on.
        {lacking && ' What is not measured is not told.'} What a source says of its rows comes last: far from the others is no flaw there.
      </p>
      <Told asked={asked} height={TABLE_PX}>
        {(rows) => (rows.length === 0 ? <NoOutliers current={current} lacking={lacking} /> : <Table rows={rows} onChoose={({ level, field }) => go({ tab: null, level, field, q: '' })} />)}
      </Told>
    </div>
  )
}

function NoOutliers({ current, lacking }: { readonly current: Current; readonly lacking: boolean }) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  return (
    <EmptyState
      icon="metrics"
      title="No value stands out"
      actions={
        lacking && (
          <Button variant="primary" edits disabled={job !== null || isStarting} onClick={() => start(null)}>
            Measure all
          </Button>
        )
      }
    >
      {lacking ? 'Not everything is measured yet: measure, and look again.' : 'Every field that was measured keeps within its fences.'}
    </EmptyState>
  )
}

const LEVELS: Readonly<Record<FieldLevel, string>> = { image: 'Images', annotation: 'Labels', prediction: 'Predictions' }

interface TableProps {
  readonly rows: readonly FieldOutliers[]
  readonly onChoose: (row: FieldOutliers) => void
}

function Table({ rows, onChoose }: TableProps) {
  const most = Math.max(...rows.map(({ severe, moderate }) => severe + moderate), 1)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Of</th>
          <th scope="col">Severe</th>
          <th scope="col">Moderate</th>
          <th scope="col" aria-label="How many" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.level}:${row.field}`}>
            <th scope="row">
              <button type="button" className={styles.name} title={`Show ${row.title}`} onClick={() => onChoose(row)}>
                {row.title} <code>{row.field}</code>
              </button>
            </th>
            <td className={styles.level}>{LEVELS[row.level]}</td>
            <td>
              <Count row={row} count={row.severe} query={row.severe_query} words="severe" />
            </td>
            <td>
              <Count row={row} count={row.moderate} query={row.moderate_query} words="moderate" />
            </td>
            <td className={styles.bar} aria-hidden="true">
              <i className={row.stated ? styles.stated : styles.severe} style={{ width: `${(row.severe / most) * 100}%` }} />
              <i className={row.stated ? styles.stated : styles.moderate} style={{ width: `${(row.moderate / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CountProps {
  readonly row: FieldOutliers
  readonly count: number
  readonly query: string
  readonly words: 'severe' | 'moderate'
}

function Count({ row: { level, field, title }, count, query, words }: CountProps) {
  if (count === 0) return <span className={styles.none}>0</span>
  return (
    <PlaceLink page="explore" patch={{ q: query, level, sort: field }} className={styles.count} title={query} aria-label={`${amount(count, `${words} outlier`)} of ${title}`}>
      {number(count)}
    </PlaceLink>
  )
}
