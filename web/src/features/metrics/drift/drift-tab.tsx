import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { driftQuery, projectsBesideQuery } from '@/api/field-queries'
import type { DriftReport, DriftRequest } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import type { Current } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { EmptyState } from '@/ui/messages'
import { Segmented } from '@/ui/segmented'
import { Told } from '@/actions/told'
import { NOUNS } from '../nouns'
import { type Against, currentSide, elsewhere, readAgainst } from './against'
import { DriftTable } from './drift-table'
import styles from './drift.module.css'
import { OverlayPanel } from './overlay-panel'
import { SidePicker } from './side-picker'
import { type Choice, choicesOf, firstSides } from './sides'

const LEVELS = [
  { value: 'image', label: 'Images' },
  { value: 'annotation', label: 'Labels' },
  { value: 'prediction', label: 'Predictions' },
] as const

const TABLE_PX = 480

const EVERYTHING: readonly Choice[] = [{ name: 'All', query: '', count: null }]

/** How far two sets lie apart, field by field: what was trained on and what comes in, or any two queries. */
export function DriftTab({ current }: { readonly current: Current }) {
  const go = useGo()
  const level = usePlace((place) => place.level)
  const { against, places } = useAgainst(current)
  const choices = useMemo(() => choicesOf(current.dataset, level), [current.dataset, level])
  const others = useMemo(() => (against.kind === 'project' ? EVERYTHING : choicesOf(against.dataset, level)), [against, level])
  const { reference, compared, isReady } = useSides(choices, against.kind === 'dataset' && against.dataset === current.dataset)
  const request = useDriftRequest(current, reference ?? '', compared ?? '', against)
  const asked = useQuery({ ...driftQuery(useTransport(), request), enabled: isReady })
  const shown = isReady ? asked.data : undefined
  const noun = NOUNS[level]
  return (
    <div className={styles.tab}>
      <header className={styles.head}>
        <Segmented
          label="What is compared"
          value={level}
          options={current.run === null ? LEVELS.slice(0, 2) : LEVELS}
          onChange={(next) => go({ level: next, reference: null, compared: null, field: null })}
        />
        <SidePicker noun={noun} choices={choices} title="Reference" tone="reference" query={reference} count={shown?.reference_count ?? null} onChoose={(query) => go({ reference: query })} />
        <SidePicker noun={noun} choices={others} title="Current" tone="current" query={compared} count={shown?.current_count ?? null} onChoose={(query) => go({ compared: query })}>
          <Where against={against} here={current.dataset} places={places} onChoose={(next) => go({ against: next, reference, compared: '', field: null })} />
        </SidePicker>
      </header>
      {isReady ? (
        <Told asked={asked} height={TABLE_PX}>
          {(report) => <Report report={report} request={request} />}
        </Told>
      ) : (
        <NothingToCompare same={reference !== null && reference === compared} />
      )}
    </div>
  )
}

interface WhereProps {
  readonly against: Against
  readonly here: Current['dataset']
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly onChoose: (against: string | null) => void
}

/** The dataset or the project of the current side, where there is more than this one. */
function Where({ against, here, places, onChoose }: WhereProps) {
  if (places.length === 0) return null
  const chosen = against.kind === 'project' ? against.name : against.dataset === here ? '' : String(against.dataset.id)
  return (
    <select aria-label="Where the current side is" value={chosen} onChange={(event) => onChoose(event.currentTarget.value || null)}>
      <option value="">This dataset</option>
      {places.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** Where the current side is asked, and where else it could be. */
function useAgainst({ project, dataset }: Current) {
  const text = usePlace((place) => place.against)
  const { data: beside } = useQuery(projectsBesideQuery(useTransport()))
  const against = useMemo(() => readAgainst(text, project, dataset), [text, project, dataset])
  const places = useMemo(() => elsewhere(project, dataset, beside ?? []), [project, dataset, beside])
  return { against, places }
}

/** The sides of the URL; where it names none, the first two splits, or all of either dataset. */
function useSides(choices: readonly Choice[], isHere: boolean) {
  const first = useMemo(() => (isHere ? firstSides(choices) : { reference: '', compared: '' }), [choices, isHere])
  const reference = usePlace((place) => place.reference) ?? first?.reference ?? null
  const compared = usePlace((place) => place.compared) ?? first?.compared ?? null
  return { reference, compared, isReady: reference !== null && compared !== null && (!isHere || reference !== compared) }
}

function useDriftRequest(current: Current, reference: string, compared: string, against: Against): DriftRequest {
  const level = usePlace((place) => place.level)
  const { dataset, run } = current.scope
  return useMemo(() => ({ level, run, reference: { dataset, query: reference }, current: currentSide(against, compared) }), [level, run, dataset, reference, compared, against])
}

function NothingToCompare({ same }: { readonly same: boolean }) {
  return (
    <EmptyState icon="metrics" title={same ? 'Both sides are the same' : 'Choose what to compare'}>
      {same ? 'Choose another split on one side, or write a query.' : 'The dataset has no two splits. Write a query on each side, such as the images of two days or two cameras.'}
    </EmptyState>
  )
}

/** The fields from the strongest effect down, and the chosen one of them in full. */
function Report({ report, request }: { readonly report: DriftReport; readonly request: DriftRequest }) {
  const go = useGo()
  const named = usePlace((place) => place.field)
  const { rows, not_compared: left, reference_count: before, current_count: after } = report
  const chosen = rows.find(({ field }) => field === named) ?? rows[0]
  if (chosen === undefined) {
    return (
      <EmptyState icon="metrics" title="There is nothing to compare">
        {before === 0 || after === 0 ? `The ${before === 0 ? 'reference' : 'current side'} lists nothing. Choose another split or query.` : 'No field has values on both sides. Measure first, under Metrics.'}
      </EmptyState>
    )
  }
  return (
    <div className={styles.sides}>
      <div>
        <DriftTable rows={rows} request={request} chosen={chosen} onChoose={({ field }) => go({ field }, { replace: named !== null })} />
        {left.length > 0 && (
          <details className={styles.left}>
            <summary>{left.length === 1 ? 'One field was left out' : `${left.length} fields were left out`}</summary>
            <ul>
              {left.map(({ field, title, why }) => (
                <li key={field}>
                  {title}: {why}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <OverlayPanel key={chosen.field} row={chosen} request={request} />
    </div>
  )
}
