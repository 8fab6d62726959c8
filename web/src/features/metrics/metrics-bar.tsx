import { JobProgress } from '@/actions/job-progress'
import { useMeasuring } from '@/actions/measuring'
import { useActions } from '@/actions/registry'
import type { MetricEntry } from '@/api/field-types'
import { amount, number } from '@/lib/words'
import type { Current } from '@/state/current'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Tabs } from '@/ui/tabs'
import styles from './metrics-page.module.css'
import { type TabName, TABS } from './tab'

interface MetricsBarProps {
  readonly tab: TabName
  readonly current: Current
  /** Null until they are known. */
  readonly metrics: readonly MetricEntry[] | null
}

/** The parts of the page, and the long work that fills it. */
export function MetricsBar({ tab, current, metrics }: MetricsBarProps) {
  const go = useGo()
  const { job, isStarting, start, cancel } = useMeasuring(current.scope)
  const lacking = metrics?.filter(({ state }) => state === 'not measured' || state === 'stale') ?? []
  // Then the page itself offers it.
  const isFresh = metrics?.some(({ state }) => state === 'measured' || state === 'stale') === false
  const turn = (next: TabName): void => go({ tab: next === 'metrics' ? null : next, q: '', level: 'image', field: null, sel: '' })
  useActions([
    ...TABS.map(({ value, label }) => ({ id: `metrics.${value}`, label: `Show ${label.toLowerCase()}`, group: 'Metrics' as const, when: () => value !== tab, perform: () => turn(value) })),
    { id: 'metrics.measure', label: 'Measure all', group: 'Metrics', keys: ['m'], keywords: 'compute run metrics', edits: true, when: () => job === null, perform: () => start(null) },
  ])
  return (
    <div className={styles.bar}>
      <Tabs label="What is shown of the metrics" value={tab} tabs={TABS} onChange={turn} />
      {job === null ? (
        <div className={styles.measure}>
          <span>{metrics !== null && stateWords(metrics.length, lacking.length)}</span>
          <Button variant={lacking.length > 0 && !isFresh ? 'primary' : 'default'} keys="m" edits disabled={isStarting || metrics === null} onClick={() => start(null)}>
            {lacking.length === 0 ? 'Measure again' : 'Measure all'}
          </Button>
        </div>
      ) : (
        <JobProgress job={job} onCancel={cancel} />
      )}
    </div>
  )
}

const stateWords = (all: number, lacking: number): string => (lacking === 0 ? '' : `${number(lacking)} of ${amount(all, 'metric')} to measure`)
