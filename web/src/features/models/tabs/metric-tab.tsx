import { useQuery } from '@tanstack/react-query'
import { breakdownQuery, importanceQuery, type RunQuestion } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { useGo, usePlace } from '@/state/place'
import { EmptyState } from '@/ui/messages'
import type { ItemsDoor, TabProps } from '../tab'
import { BreakdownPanel } from './breakdown-panel'
import { ImportanceList } from './importance-list'
import styles from './metric.module.css'
import { Panel } from './panel'
import { Told } from './told'

const HEIGHT = 420

/** On what the run's success depends: every metric and every column of metadata, and the run's rates along one of them. */
export function MetricTab({ scope, thresholds, query, onOpenItems }: TabProps) {
  const named = usePlace((place) => place.field)
  const go = useGo()
  const question: RunQuestion = { run: scope.run, query, ...thresholds }
  const asked = useQuery(importanceQuery(useTransport(), question))
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
            <Along question={question} field={field} onOpenItems={onOpenItems} />
          </div>
        )
      }}
    </Told>
  )
}

interface AlongProps {
  readonly question: RunQuestion
  readonly field: string
  readonly onOpenItems: (door: ItemsDoor) => void
}

function Along({ question, field, onOpenItems }: AlongProps) {
  const asked = useQuery(breakdownQuery(useTransport(), question, field))
  return (
    <Told asked={asked} height={HEIGHT}>
      {(breakdown) => <BreakdownPanel breakdown={breakdown} confidence={question.confidence} onOpenItems={onOpenItems} />}
    </Told>
  )
}
