import { importCommand, predictionsCommand } from '@/actions/commands'
import { useFind } from '@/actions/running'
import type { Overview } from '@/api/types'
import { number } from '@/lib/words'
import type { Current } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { Card } from '@/ui/card'
import { Command } from '@/ui/command'
import { SuspectCard } from './suspect-card'
import styles from './suspect-cards.module.css'

interface SuspectCardsProps {
  readonly current: Current
  readonly overview: Overview
}

/** One card per kind of suspect, worst first; then what is finished, and what could not be looked for. */
export function SuspectCards({ current, overview }: SuspectCardsProps) {
  const open = overview.suspects.filter((kind) => kind.open > 0)
  const finished = overview.suspects.filter((kind) => kind.open === 0 && kind.fixed + kind.kept > 0)
  return (
    <section aria-label="Suspects">
      {open.length === 0 && <NothingOpen current={current} decided={finished.length > 0} labels={overview.labels} />}
      <div className={styles.cards}>
        {open.map((suspects) => (
          <SuspectCard key={suspects.kind} suspects={suspects} labels={overview.labels} images={overview.images} />
        ))}
      </div>
      {finished.length > 0 && (
        <p className={styles.line}>
          <b>Finished:</b>{' '}
          {finished.map(({ kind, title, fixed, kept }) => (
            <PlaceLink key={kind} page="issues" patch={{ kind, state: 'fixed' }} className={styles.finished}>
              {title} <em>{number(fixed + kept)}</em>
            </PlaceLink>
          ))}
        </p>
      )}
      {overview.skipped.length > 0 && (
        <details className={styles.line}>
          <summary>
            {overview.skipped.length === 1
              ? 'One search was left out'
              : `${overview.skipped.length} searches were left out`}
          </summary>
          <ul className={styles.skipped}>
            {overview.skipped.map(({ detector, reason }) => (
              <li key={detector}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

interface NothingOpenProps {
  readonly current: Current
  readonly decided: boolean
  readonly labels: number
}

/** No suspect is open: nobody looked yet, nothing was found, or all is decided. */
function NothingOpen({ current, decided, labels }: NothingOpenProps) {
  const { run, isRunning } = useFind(current.scope)
  if (current.dataset.images === 0) return <NoImages current={current} />
  return (
    <Card className={styles.nothing}>
      <h2>{decided ? 'Every suspect is decided' : 'No suspects yet'}</h2>
      <p>{decided ? 'Look again after the next import, or export the corrected labels.' : nextStep(current, labels)}</p>
      {current.run === null && <Command text={predictionsCommand(current.project, current.dataset.name)} />}
      <Button edits variant={decided ? 'default' : 'primary'} disabled={isRunning} onClick={run}>
        {isRunning ? 'Looking…' : decided ? 'Look again' : 'Find suspects'}
      </Button>
    </Card>
  )
}

/** The dataset is there and holds nothing: what was imported names no image. */
function NoImages({ current }: { readonly current: Current }) {
  return (
    <Card className={styles.nothing}>
      <h2>There are no images in {current.dataset.name}</h2>
      <p>What was imported names none. Import a folder of images, or a label file that lists some:</p>
      <Command text={importCommand(current.project)} />
    </Card>
  )
}

function nextStep({ run }: Current, labels: number): string {
  if (labels === 0)
    return 'There are no labels to look at yet. Accept predictions or draw boxes in Explore, or import a label file.'
  if (run === null)
    return 'Assay finds impossible boxes and doubled images by itself. With a model’s predictions it also finds missing, wrong and loose labels:'
  return 'Assay looks at every label beside the predictions and lists what does not fit together. It takes seconds and changes nothing.'
}
