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
import { chosenField, fieldKey, hasValues, type MetricField, outliersByField } from './list/metric-groups'
import { MetricList } from './list/metric-list'
import styles from './metrics-page.module.css'
import { useMetricFields } from './use-metric-fields'

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
  const fields = useMetricFields(current.dataset.id, metrics)
  if (fields === null) return null
  const chosen = chosenField(fields, level, name)
  if (chosen === null) return <EmptyState icon="metrics" title="No metric is known" />
  const choose = (next: MetricField): void =>
    // A query of images says nothing of labels.
    go({ field: next.name, level: next.level, ...(next.level !== chosen.level && { q: '' }) }, { replace: name === null })
  return (
    <div className={styles.sides}>
      <MetricList fields={fields} outliers={outliersByField(outliers)} chosen={chosen} onChoose={choose} />
      <div className={styles.field}>
        <OneField key={fieldKey(chosen)} current={current} chosen={chosen} isFresh={!metrics.some(({ state }) => state === 'measured' || state === 'stale')} />
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
  const { metric, title } = chosen
  const isBusy = job !== null || isStarting
  const one = () => start([metric.slug])
  if (hasValues(metric)) return <FieldView current={current} chosen={chosen} onMeasure={isBusy ? null : one} />
  if (metric.state === 'cannot') {
    return (
      <EmptyState icon="metrics" title={`${title} cannot be measured here`}>
        {metric.why}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="metrics"
      title={isBusy ? 'Measuring…' : isFresh ? 'Nothing is measured yet' : `${title} is not measured yet`}
      actions={
        !isBusy && (
          <>
            {isFresh && (
              <Button variant="primary" edits onClick={() => start(null)}>
                Measure all
              </Button>
            )}
            <Button edits onClick={one}>Measure {metric.title}</Button>
          </>
        )
      }
    >
      {isFresh
        ? `Measuring reads each of the ${amount(current.dataset.images, 'image')} once. Then every metric sorts and filters, and tells what stands out. It changes no file, and what is done stays when it is cancelled.`
        : metric.page.split('\n')[0]}
    </EmptyState>
  )
}
