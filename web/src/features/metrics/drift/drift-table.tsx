import { useQuery } from '@tanstack/react-query'
import { driftFieldQuery } from '@/api/field-queries'
import type { DriftRequest, DriftRow } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { useSeen } from '@/lib/use-seen'
import { measure, ratio } from '@/lib/words'
import { BY_CHANCE } from './drift-words'
import styles from './drift.module.css'
import { type OverlayBin, overlayBins } from './overlay'

interface DriftTableProps {
  readonly rows: readonly DriftRow[]
  readonly request: DriftRequest
  readonly chosen: DriftRow
  readonly onChoose: (row: DriftRow) => void
}

/** Every field that was compared, from the strongest effect down. */
export function DriftTable({ rows, request, chosen, onChoose }: DriftTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Both sides</th>
          <th scope="col" title="0 to 1: the KS distance of numbers, Cramér’s V of terms">
            Effect
          </th>
          <th scope="col" title="Population stability index: below 0.1 stable, from 0.25 on a great shift">
            PSI
          </th>
          <th scope="col" title="How likely so great a difference is by chance, corrected for the number of fields">
            p (Holm)
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.field} row={row} request={request} isChosen={row.field === chosen.field} onChoose={() => onChoose(row)} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps {
  readonly row: DriftRow
  readonly request: DriftRequest
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Line({ row, request, isChosen, onChoose }: LineProps) {
  const { title, field, effect, psi, p_holm: p } = row
  return (
    // The button in it does the same for the keyboard; the rest of the line is a larger aim for the pointer.
    <tr data-chosen={isChosen} data-chance={p >= BY_CHANCE} onClick={onChoose}>
      <th scope="row">
        <button type="button" className={styles.name} aria-pressed={isChosen} title={field}>
          {title}
        </button>
      </th>
      <td>
        <Small field={field} request={request} />
      </td>
      <td>
        <span className={styles.effect}>
          <i style={{ width: `${effect * 56}px` }} />
          {ratio(effect)}
        </span>
      </td>
      <td>{measure(Number(psi.toFixed(2)))}</td>
      <td>{p < 0.001 ? '< .001' : p.toFixed(3)}</td>
    </tr>
  )
}

const WIDTH = 132
const TALL = 26

/** Both distributions in small, asked for once they are in sight. */
function Small({ field, request }: { readonly field: string; readonly request: DriftRequest }) {
  const [ref, seen] = useSeen()
  const { data } = useQuery({ ...driftFieldQuery(useTransport(), request, field), enabled: seen })
  const bins = data === undefined ? [] : overlayBins(data)
  const most = Math.max(...bins.map(({ referenceShare, currentShare }) => Math.max(referenceShare, currentShare)), 1e-9)
  return (
    <svg ref={ref} className={styles.small} width={WIDTH} height={TALL} aria-hidden="true">
      <path className={styles.reference} d={stepPath(bins, ({ referenceShare }) => referenceShare / most, true)} />
      <path className={styles.current} d={stepPath(bins, ({ currentShare }) => currentShare / most, false)} />
    </svg>
  )
}

/** Steps over the bins; `closed` for an area down to the base. */
function stepPath(bins: readonly OverlayBin[], heightOf: (bin: OverlayBin) => number, closed: boolean): string {
  if (bins.length === 0) return ''
  const step = WIDTH / bins.length
  const y = (bin: OverlayBin): string => (TALL - 1 - heightOf(bin) * (TALL - 3)).toFixed(1)
  const steps = bins.map((bin, index) => `${index === 0 ? (closed ? `M0 ${TALL}L0 ` : 'M0 ') : 'V'}${y(bin)}H${((index + 1) * step).toFixed(1)}`)
  return steps.join('') + (closed ? `V${TALL}Z` : '')
}
