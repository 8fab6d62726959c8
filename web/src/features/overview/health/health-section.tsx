import type { UseQueryResult } from '@tanstack/react-query'
import { useMeasuring } from '@/actions/measuring'
import type { Health } from '@/api/field-types'
import { explain } from '@/api/transport/errors'
import { number } from '@/lib/words'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'
import { ErrorStrip } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import { CheckCards } from './check-cards'
import { CheckLines } from './check-lines'
import styles from './health-section.module.css'
import { healthLine, isWaiting, sortOut } from './health-words'
import { ReportMenu } from './report-menu'

const CARD_PX = 208

interface HealthSectionProps {
  readonly current: Current
  readonly asked: UseQueryResult<Health>
}

/** What is wrong with the data by itself, worst first; what was not looked at, and what is fine. */
export function HealthSection({ current, asked: { data, error, refetch } }: HealthSectionProps) {
  return (
    <section className={styles.section} aria-label="Health">
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>Health</h2>
          <p className={styles.line}>{data === undefined ? 'Looking at the images and labels themselves…' : healthLine(data)}</p>
        </div>
        <ReportMenu current={current} />
      </header>
      {data !== undefined && <Found current={current} health={data} />}
      {data === undefined && error === null && <Skeleton height={CARD_PX} />}
      {data === undefined && error !== null && (
        <ErrorStrip title={explain(error).message} hint={explain(error).hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </section>
  )
}

function Found({ current, health }: { readonly current: Current; readonly health: Health }) {
  const { wrong, unknown, fine } = sortOut(health)
  const waiting = unknown.filter(isWaiting)
  return (
    <>
      <CheckCards checks={wrong} />
      {waiting.length > 0 && <Offer current={current} waiting={waiting.length} />}
      <CheckLines title={unknown.length === 1 ? 'One check was not made' : `${unknown.length} checks were not made`} checks={unknown} tone="unknown" />
      <CheckLines title={fine.length === 1 ? 'One check is fine' : `${fine.length} checks are fine`} checks={fine} tone="fine" />
    </>
  )
}

/** What to do about checks that nobody could make yet. */
function Offer({ current, waiting }: { readonly current: Current; readonly waiting: number }) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  return (
    <div className={styles.offer}>
      <p>
        <b>{waiting === 1 ? 'One check waits' : `${number(waiting)} checks wait`} to be measured:</b> dark, blurred and broken images, doubles, leakage between splits and impossible shapes. Each image is read once; no file is
        changed.
      </p>
      {job === null ? (
        <Button edits variant="primary" disabled={isStarting} onClick={() => start(null)}>
          Measure
        </Button>
      ) : (
        <span role="status">
          {job.stage === '' ? job.title : job.stage}
          {job.total !== null && ` ${job.done} of ${job.total}`}…
        </span>
      )}
    </div>
  )
}
