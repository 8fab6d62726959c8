import { useActions } from '@/actions/registry'
import { classNames } from '@/lib/class-names'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import styles from './results.module.css'

/** What the two kinds of line mean; each can be hidden. */
export function DrawnLines() {
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const go = useGo()
  const toggleLabels = (): void => go({ labels: !labels }, { replace: true })
  const togglePredictions = (): void => go({ predictions: !predictions }, { replace: true })
  useActions([
    { id: 'draw.labels', label: labels ? 'Hide labels' : 'Show labels', group: 'View', keys: ['l'], perform: toggleLabels },
    { id: 'draw.predictions', label: predictions ? 'Hide predictions' : 'Show predictions', group: 'View', keys: ['p'], perform: togglePredictions },
  ])
  return (
    <div className={styles.lines} role="group" aria-label="What is drawn">
      <Button variant="quiet" aria-pressed={labels} className={classNames(!labels && styles.off)} title={`${labels ? 'Hide' : 'Show'} labels (L)`} onClick={toggleLabels}>
        <span className={styles.line} />
        Labels
      </Button>
      <Button variant="quiet" aria-pressed={predictions} className={classNames(!predictions && styles.off)} title={`${predictions ? 'Hide' : 'Show'} predictions (P)`} onClick={togglePredictions}>
        <span className={classNames(styles.line, styles.dashes)} />
        Predictions
      </Button>
    </div>
  )
}
