import { useGo, usePlace } from '@/state/place'
import { Tabs } from '@/ui/tabs'
import { type TabName, TABS } from '../tab'
import styles from './metrics.module.css'
import { ThresholdField } from './threshold-field'

interface MetricsBarProps {
  readonly tab: TabName
  /** What matching and counting took on the server; null before the first answer. */
  readonly milliseconds: number | null
  /** Labels of whole images have no box, so there is no overlap to ask for. */
  readonly hasBoxes: boolean
}

/** The tabs of the page, and the thresholds that all of them stand at. */
export function MetricsBar({ tab, milliseconds, hasBoxes }: MetricsBarProps) {
  const go = useGo()
  const iou = usePlace((place) => place.iou)
  const confidence = usePlace((place) => place.conf)
  return (
    <div className={styles.bar}>
      <Tabs label="What is shown of the model" value={tab} tabs={TABS} onChange={(next) => go({ tab: next === 'matrix' ? null : next })} />
      <div className={styles.settings} role="group" aria-label="Metrics settings">
        {hasBoxes && (
          <ThresholdField
            name="IoU"
            title="From this overlap on, a label and a prediction are of one thing"
            value={iou}
            least={0.01}
            onChange={(next) => go({ iou: next }, { replace: true })}
          />
        )}
        <ThresholdField
          name="Confidence"
          title="Predictions below it do not count"
          value={confidence}
          least={0}
          onChange={(next) => go({ conf: next }, { replace: true })}
        />
        <span className={styles.time} title="What matching and counting took on the server">
          {milliseconds === null ? '' : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`}
        </span>
      </div>
    </div>
  )
}
