import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { useMeasuring } from '@/actions/measuring'
import { useActions } from '@/actions/registry'
import { dedupeQuery } from '@/api/similar-queries'
import type { MetricEntry } from '@/api/field-types'
import type { DedupePlan, DedupeRequest } from '@/api/similar-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useLate } from '@/lib/use-late'
import { amount } from '@/lib/words'
import type { Current } from '@/state/current'
import { usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState, ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import styles from './duplicates.module.css'
import { Groups } from './groups'
import { KeepRules } from './keep-rules'
import { requestAt, WAYS } from './rules'

const WAITING_PX = 480
const TELL = ['exact_duplicate', 'near_duplicate', 'near_duplicate_embedding']
const MEASURED = [...TELL, 'sharpness']
const SEGMENT = 'Duplicates to remove'

interface DuplicatesTabProps {
  readonly current: Current
  /** What can be measured, and how it stands. */
  readonly metrics: readonly MetricEntry[]
}

/** Images that are alike, group by group; the one that stays, and one button for all that go. */
export function DuplicatesTab({ current, metrics }: DuplicatesTabProps) {
  const order = usePlace((place) => place.order)
  const against = usePlace((place) => place.against)
  const arrange = usePlace((place) => place.arrange)
  const query = usePlace((place) => place.q)
  const { dataset } = current.scope
  const request = useMemo(() => requestAt(dataset, { order, against, arrange, q: query }), [dataset, order, against, arrange, query])
  // Where nothing tells it yet there is nothing to ask.
  const isTold = metrics.some(({ slug, state }) => TELL.includes(slug) && state !== 'not measured' && state !== 'cannot')
  const { data: plan, error, refetch } = useQuery({ ...dedupeQuery(useTransport(), request), enabled: isTold })
  const late = useLate(plan === undefined && error === null)
  if (!isTold) return <NothingTold current={current} />
  return (
    <div className={styles.tab}>
      <KeepRules request={request} splits={current.dataset.splits} />
      {error !== null && <Failed error={error} current={current} onRetry={() => void refetch()} />}
      {error === null && plan === undefined && <div style={{ height: WAITING_PX }}>{late && <Skeleton height={WAITING_PX} />}</div>}
      {error === null && plan !== undefined && (
        <>
          <Missing plan={plan} current={current} />
          {plan.total === 0 ? <None /> : <Verbs plan={plan} request={request} />}
          <Groups key={JSON.stringify(request)} plan={plan} scope={current.scope} />
        </>
      )}
    </div>
  )
}

/** No metric says yet which images are alike: what does, and the button that measures it. */
function NothingTold({ current }: { readonly current: Current }) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  return (
    <EmptyState
      icon="image"
      title="Nothing tells yet which images are alike"
      actions={
        <Button variant="primary" edits disabled={job !== null || isStarting} onClick={() => start(MEASURED)}>
          Measure what tells duplicates
        </Button>
      }
    >
      <p role="status">{job === null ? 'Each image is read once; no file is changed. Embeddings, where there are some, tell more.' : `${job.title}: ${job.stage}`}</p>
    </EmptyState>
  )
}

function Failed({ error, current, onRetry }: { readonly error: Error; readonly current: Current; readonly onRetry: () => void }) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  const { message, hint } = explain(error)
  const measure = (): void => start(MEASURED)
  return (
    <ErrorState
      title={message}
      hint={job === null ? hint : `${job.title}: ${job.stage}`}
      actions={
        <>
          <Button variant="primary" edits disabled={job !== null || isStarting} onClick={measure}>
            Measure what tells duplicates
          </Button>
          <Button onClick={onRetry}>Try again</Button>
        </>
      }
    />
  )
}

/** What was not measured, and the button that does it. */
function Missing({ plan, current }: { readonly plan: DedupePlan; readonly current: Current }) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  if (plan.missing.length === 0) return null
  const words = plan.missing.map(({ alike }) => WAYS.find(({ value }) => value === alike)?.label.toLowerCase() ?? alike)
  return (
    <p className={styles.missing} role="status">
      {job === null ? `Not looked for by ${words.join(' or ')} yet.` : `${job.title}: ${job.stage}`}
      <Button size="small" edits disabled={job !== null || isStarting} onClick={() => start(plan.missing.map(({ metric }) => metric))}>
        Measure
      </Button>
    </p>
  )
}

function None() {
  return (
    <EmptyState icon="check" title="No duplicates">
      No two images are alike by what was measured.
    </EmptyState>
  )
}

/** How many would go, and the buttons that do it. */
function Verbs({ plan, request }: { readonly plan: DedupePlan; readonly request: DedupeRequest }) {
  const transport = useTransport()
  const { change } = useEditing()
  const [isBusy, setBusy] = useState(false)
  const perform = async (act: Parameters<typeof change>[0]): Promise<void> => {
    setBusy(true)
    await change(act)
    setBusy(false)
  }
  const remove = (): void => void perform(() => transport.removeDuplicates(request))
  const aside = (): void => void perform(async () => (await transport.setDuplicatesAside(request, SEGMENT)).change)
  const going = amount(plan.images, 'image')
  useActions([
    { id: 'duplicates.remove', label: `Remove ${going}`, group: 'Metrics', keywords: 'dedupe delete', edits: true, when: () => !isBusy, perform: remove },
    { id: 'duplicates.segment', label: `Put ${going} into a segment`, group: 'Metrics', edits: true, when: () => !isBusy, perform: aside },
  ])
  return (
    <div className={styles.verbs}>
      <span aria-live="polite">
        <b>{amount(plan.total, 'group')}</b>
        {plan.leaks > 0 && <em className={styles.leaks}>{plan.leaks} across splits</em>}
      </span>
      <Button variant="danger" edits disabled={isBusy} title="They leave the dataset; Undo brings them back. No file is touched." onClick={remove}>
        Remove {going}
      </Button>
      <Button edits disabled={isBusy} title={`They stay, and are listed in the segment ${SEGMENT}`} onClick={aside}>
        Put them into a segment
      </Button>
    </div>
  )
}
