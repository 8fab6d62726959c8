import { breakdownQuery, importanceQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { useGo, usePlace } from '@/state/place'
import { EmptyState } from '@/ui/messages'
import type { TabProps } from '../tab'
import { BreakdownPanel } from './breakdown-panel'
import { ImportanceList } from './importance-list'
import styles from './metric.module.css'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'

const HEIGHT = 420

/** On what the run's success depends: every metric and every column of metadata, and the run's rates along one of them. */
export function MetricTab(props: TabProps) {
  const transport = useTransport()
  const named = usePlace((place) => place.field)
  const go = useGo()
  const asked = useAsked(props, (question) => importanceQuery(transport, question))
  return (
    <Told asked={asked} height={HEIGHT}>
      {(ranked) => {
        // That confidence tells right from wrong is no news.
        const field = named ?? (ranked.find(({ level }) => level !== 'prediction') ?? ranked[0])?.field
        if (field === undefined) {
          return (
            <EmptyState icon="filter" title="There is nothing to tell objects apart by">
              Import metadata with your labels, or add a metric.
            </EmptyState>
          )
        }
        return (
          <div className={styles.sides}>
            <Panel title="What it depends on" note="What tells most of whether an object is found.">
              <ImportanceList ranked={ranked} chosen={field} onChoose={(name) => go({ field: name })} />
            </Panel>
            <Along {...props} field={field} />
          </div>
        )
      }}
    </Told>
  )
}

function Along({ field, ...props }: TabProps & { readonly field: string }) {
  const transport = useTransport()
  const asked = useAsked(props, (question) => breakdownQuery(transport, question, field))
  return (
    <Told asked={asked} height={HEIGHT}>
      {(breakdown) => <BreakdownPanel breakdown={breakdown} confidence={props.thresholds.confidence} onOpenItems={props.onOpenItems} />}
    </Told>
  )
}
