import { useQuery } from '@tanstack/react-query'
import { useMeasuring } from '@/actions/measuring'
import { metricListQuery } from '@/api/field-queries'
import type { Job } from '@/api/field-types'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { amount, number } from '@/lib/words'
import { Button } from '@/ui/button'
import type { ResultSpec } from '../spec'
import styles from './facets.module.css'

/** Where metrics wait to be measured: one button that does it, and how far it is. Nothing where all are measured. */
export function MeasureOffer({ spec: { dataset, run } }: { readonly spec: ResultSpec }) {
  const { job, isStarting, start, cancel } = useMeasuring({ dataset, run })
  const transport = useTransport()
  const { data: metrics = [] } = useQuery(metricListQuery(transport, { dataset, run }))
  const { data: fields = [] } = useQuery(fieldsQuery(transport, dataset, 'image'))
  if (job !== null) return <Progress job={job} onCancel={cancel} />
  const waiting = [...new Set(metrics.filter(({ state }) => state === 'not measured').map(({ slug }) => slug))]
  if (waiting.length === 0) return null
  // Metrics that stand for what every project has are never waited for.
  const isFirst = fields.every(({ origin }) => origin === 'core')
  return (
    <section className={styles.offer} aria-label="Metrics">
      <span>
        <b>{isFirst ? 'Nothing was measured yet.' : `${amount(waiting.length, 'metric')} not measured yet.`}</b>
        {isFirst && ` ${number(waiting.length)} metrics, such as brightness and sharpness, to filter and sort by. Each image is read once.`}
      </span>
      <Button edits size="small" variant={isFirst ? 'primary' : 'default'} disabled={isStarting} onClick={() => start(waiting)}>
        Measure
      </Button>
    </section>
  )
}

/** A job that runs: what it does, how far it is, and the way to stop it. */
function Progress({ job: { title, stage, done, total }, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  const percent = total === null || total === 0 ? undefined : Math.round((100 * done) / total)
  return (
    <section className={styles.offer} role="status" aria-label="Measuring">
      <b>{title}</b>
      <span>
        {stage}
        {total !== null && ` ${number(done)} of ${number(total)}`}
      </span>
      <div className={styles.progress} role="progressbar" aria-label={title} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
        <i style={{ width: `${percent ?? 0}%` }} />
      </div>
      <Button size="small" onClick={onCancel}>
        Stop measuring
      </Button>
    </section>
  )
}
