import { predictionsCommand } from '@/actions/commands'
import { comparisonQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import type { Run } from '@/api/types'
import { useCurrent } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState } from '@/ui/messages'
import type { TabProps } from '../tab'
import { ClassChanges } from './class-changes'
import styles from './compare.module.css'
import { DifferenceMatrix } from './difference-matrix'
import { Flips } from './flips'
import { HeadlineChanges } from './headline-changes'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'

/** Two runs side by side: what changed, for which classes, and which labels only one of them found. */
export function CompareTab(props: TabProps) {
  const current = useCurrent()
  const named = usePlace((place) => place.other)
  const runs = current?.dataset.runs ?? []
  const others = runs.filter(({ id }) => id !== props.scope.run)
  const other = others.find(({ id }) => id === named) ?? others.at(-1)
  const own = runs.find(({ id }) => id === props.scope.run)
  if (current === null || own === undefined) return null
  if (other === undefined) {
    return (
      <EmptyState icon="explore" title="There is one run">
        <p>Import the predictions of another model, and see here what it does better and worse.</p>
        <Command text={predictionsCommand(current.project, current.dataset.name)} />
      </EmptyState>
    )
  }
  return <Comparison {...props} own={own} other={other} others={others} />
}

interface ComparisonProps extends TabProps {
  readonly own: Run
  readonly other: Run
  readonly others: readonly Run[]
}

function Comparison({ own, other, others, ...props }: ComparisonProps) {
  const { onOpenItems } = props
  const transport = useTransport()
  const asked = useAsked(props, (question) => comparisonQuery(transport, question, other.id))
  return (
    <>
      <div className={styles.bar}>
        <Choice own={own} other={other} others={others} />
        {asked.data !== undefined && <Flips comparison={asked.data} onOpenItems={onOpenItems} />}
      </div>
      <Told asked={asked} height={360}>
        {(comparison) => (
          <div className={styles.panels}>
            <HeadlineChanges comparison={comparison} />
            <ClassChanges comparison={comparison} onOpenItems={onOpenItems} />
            <DifferenceMatrix comparison={comparison} onOpenItems={onOpenItems} />
          </div>
        )}
      </Told>
    </>
  )
}

// What was opened is of the runs before.
const AFRESH = { cells: '', within: '', sel: '' } as const

function Choice({ own, other, others }: Pick<ComparisonProps, 'own' | 'other' | 'others'>) {
  const go = useGo()
  return (
    <div className={styles.choice}>
      <span>
        From <b>{own.name}</b> to
      </span>
      <select
        className={styles.select}
        aria-label="Compare with"
        value={other.id}
        onChange={(event) => go({ ...AFRESH, other: Number(event.currentTarget.value) })}
      >
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <Button size="small" variant="quiet" title={`From ${other.name} to ${own.name}`} onClick={() => go({ ...AFRESH, run: other.id, other: own.id })}>
        Turn round
      </Button>
    </div>
  )
}
