import { useQuery } from '@tanstack/react-query'
import { useMeasuring } from '@/actions/measuring'
import { outliersQuery } from '@/api/field-queries'
import type { MetricEntry } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { amount } from '@/lib/words'
import type { Current } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { FieldView } from './field/field-view'
import { chosenField, groupFields, type MetricField, outliersByField } from './list/metric-groups'
import { MetricList } from './list/metric-list'
import styles from './metrics-page.module.css'

interface MetricsTabProps {
  readonly current: Current
  readonly metrics: readonly MetricEntry[]
}

/** Every metric on the left; on the right what is to be known of one field. */
export function MetricsTab({ current, metrics }: MetricsTabProps) {
  const go = useGo()
  const level = usePlace((place) => place.level)
  const name = usePlace((place) => place.field)
  const { data: outliers } = useQuery(outliersQuery(useTransport(), current.scope))
  const chosen = chosenField(groupFields(metrics), level, name)
  if (chosen === null) return <EmptyState icon="metrics" title="No metric is known" />
  const choose = (next: MetricField): void =>
    // A query of images says nothing of labels.
    go({ field: next.output.name, level: next.level, ...(next.level !== chosen.level && { q: '' }) }, { replace: name === null })
  return (
    <div className={styles.sides}>
      <MetricList metrics={metrics} outliers={outliersByField(outliers)} chosen={chosen} onChoose={choose} />
      <div className={styles.field}>
        <OneField key={`${chosen.level}:${chosen.output.name}`} current={current} chosen={chosen} isFresh={metrics.every(({ state }) => state !== 'measured' && state !== 'stale')} />
      </div>
    </div>
  )
}

interface OneFieldProps {
  readonly current: Current
  readonly chosen: MetricField
  /** Nothing at all was measured yet. */
  readonly isFresh: boolean
}

/** The page of a field, or what stands in its way. */
function OneField({ current, chosen, isFresh }: OneFieldProps) {
  const { job, isStarting, start } = useMeasuring(current.scope)
  const { metric, output } = chosen
  const isBusy = job !== null || isStarting
  if (metric.state === 'measured' || metric.state === 'stale') return <FieldView current={current} chosen={chosen} onMeasure={isBusy ? null : () => start([metric.slug])} />
  if (metric.state === 'cannot') {
    return (
      <EmptyState icon="metrics" title={`${output.title} cannot be measured here`}>
        {metric.why}
      </EmptyState>
    )
  }
  const one = (
    <Button disabled={isBusy} onClick={() => start([metric.slug])}>
      Measure {metric.title}
    </Button>
  )
  const all = (
    <Button variant="primary" disabled={isBusy} onClick={() => start(null)}>
      Measure all
    </Button>
  )
  if (isFresh) {
    return (
      <EmptyState icon="metrics" title="Nothing is measured yet" actions={[<span key="all">{all}</span>, <span key="one">{one}</span>]}>
        Measuring reads each of the {amount(current.dataset.images, 'image')} once. Then every metric sorts, filters and tells what stands out. It changes nothing, and can be cancelled
        without losing what is done.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="metrics" title={`${output.title} is not measured yet`} actions={one}>
      {output.meaning}
    </EmptyState>
  )
}
