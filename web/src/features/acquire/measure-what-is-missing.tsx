import { useQuery } from '@tanstack/react-query'
import { useMeasuring } from '@/actions/measuring'
import { metricListQuery } from '@/api/field-queries'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { amount, number } from '@/lib/words'
import { Button } from '@/ui/button'
import { LIKENESS, PREFERRED } from './choice'
import styles from './choose-next.module.css'

/** Offers to measure what images are best chosen by, and how alike they look; how far it is while that runs. */
export function MeasureWhatIsMissing({ scope }: { readonly scope: Scope }) {
  const { job, isStarting, start, cancel } = useMeasuring(scope)
  const { data: metrics = [] } = useQuery(metricListQuery(useTransport(), scope))
  const missing = metrics.filter(({ level, slug, state }) => level === 'image' && state === 'not measured' && WANTED.includes(slug))
  if (job !== null) {
    return (
      <section className={styles.offer} role="status" aria-label="Measuring">
        <span>
          <b>{job.title}</b> {job.stage}
          {job.total !== null && ` ${number(job.done)} of ${number(job.total)}`}
        </span>
        <Button size="small" onClick={cancel}>
          Stop measuring
        </Button>
      </section>
    )
  }
  if (missing.length === 0) return null
  return (
    <section className={styles.offer} aria-label="Metrics">
      <span>
        <b>Not measured yet:</b> {missing.map(({ title }) => title).join(', ')}.
      </span>
      <Button edits size="small" variant="primary" disabled={isStarting} onClick={() => start(missing.map(({ slug }) => slug))}>
        Measure {amount(missing.length, 'metric')}
      </Button>
    </section>
  )
}

const WANTED: readonly string[] = [...PREFERRED.slice(0, 2), LIKENESS]
