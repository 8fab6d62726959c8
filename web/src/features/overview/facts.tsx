import { predictionsCommand } from '@/actions/commands'
import type { Health } from '@/api/field-types'
import type { Overview } from '@/api/types'
import type { Current } from '@/state/current'
import { ClassBars } from './class-bars'
import styles from './facts.module.css'
import { ImageFacts } from './image-facts'
import { LabelsPerImage } from './labels-per-image'
import { ModelFacts } from './model-facts'

interface FactsProps {
  readonly current: Current
  readonly overview: Overview
  /** Null until it is there: the page does not wait for it. */
  readonly health: Health | null
}

/** What there is to know about the data and the model. Every number is a door to the items behind it. */
export function Facts({ current, overview, health }: FactsProps) {
  return (
    <section className={styles.facts} aria-label="Facts">
      <ClassBars facts={health?.facts ?? null} />
      <LabelsPerImage bars={overview.labels_per_image} />
      <ModelFacts
        run={current.run}
        evaluation={overview.evaluation}
        command={predictionsCommand(current.project, current.dataset.name)}
        hasBoxes={current.dataset.task !== 'classification'}
      />
      <ImageFacts overview={overview} facts={health?.facts ?? null} />
    </section>
  )
}
