import type { ReactNode } from 'react'
import type { ImageDetail } from '@/api/types'
import { number, ratio } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { IconButton } from '@/ui/button'
import { Slider } from '@/ui/slider'
import styles from './detail-bar.module.css'
import type { DetailVerbs } from './detail-actions'
import type { Neighbours } from './use-neighbours'

interface DetailBarProps {
  readonly detail: ImageDetail
  readonly neighbours: Neighbours
  readonly names: boolean
  readonly verbs: DetailVerbs
  readonly hasRun: boolean
}

/** Where one is, what is drawn, and the way on. */
export function DetailBar({ detail, neighbours, names, verbs, hasRun }: DetailBarProps) {
  return (
    <header className={styles.bar}>
      <IconButton icon="close" label="Back to the list" keys="Esc" onClick={verbs.close} />
      <h1 className={styles.name} title={detail.name}>
        {detail.name}
      </h1>
      <Switches names={names} verbs={verbs} hasRun={hasRun} />
      <IconButton icon="alike" size="small" label="Find look-alikes of this image" keys="Shift L" onClick={() => verbs.findAlike()} />
      <nav className={styles.group} aria-label="Images">
        <IconButton icon="left" size="small" label="Previous image" keys="K" onClick={() => verbs.step(-1)} />
        {neighbours.position !== null && (
          <span className={styles.position}>
            {number(neighbours.position.index + 1)} of {number(neighbours.position.total)}
          </span>
        )}
        <IconButton icon="right" size="small" label="Next image" keys="J" onClick={() => verbs.step(1)} />
      </nav>
    </header>
  )
}

type SwitchesProps = Pick<DetailBarProps, 'names' | 'verbs' | 'hasRun'>

/** What is drawn; predictions only where there is a run. */
function Switches({ names, verbs, hasRun }: SwitchesProps) {
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  return (
    <div className={styles.switches} role="group" aria-label="What is drawn">
      <Switch on={labels} title="Labels (L)" onFlip={() => verbs.toggle('labels')}>
        <i className={styles.solid} aria-hidden="true" />
        Labels
      </Switch>
      {hasRun && (
        <Switch on={predictions} title="Predictions (P)" onFlip={() => verbs.toggle('predictions')}>
          <i className={styles.dashed} aria-hidden="true" />
          Predictions
        </Switch>
      )}
      <Switch on={names} title="Names (T)" onFlip={() => verbs.toggle('names')}>
        Names
      </Switch>
      {hasRun && <Confidence />}
    </div>
  )
}

interface SwitchProps {
  readonly on: boolean
  readonly title: string
  readonly onFlip: () => void
  readonly children: ReactNode
}

function Switch({ on, title, onFlip, children }: SwitchProps) {
  return (
    <button type="button" className={styles.switch} aria-pressed={on} title={title} onClick={onFlip}>
      {children}
    </button>
  )
}

function Confidence() {
  const go = useGo()
  const confidence = usePlace((place) => place.conf)
  return (
    <label className={styles.confidence} title="Predictions below this confidence are not drawn">
      <span>Confidence</span>
      <Slider
        label="Confidence"
        value={confidence}
        min={0}
        max={1}
        step={0.01}
        onChange={(conf) => go({ conf: Math.round(conf * 100) / 100 }, { replace: true })}
      />
      <output>{ratio(confidence)}</output>
    </label>
  )
}
