import type { ComparedShape, ModelMetrics } from '@/api/types'
import { useGo, usePlace } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import { Tabs } from '@/ui/tabs'
import { type TabName, TABS } from '../tab'
import styles from './metrics.module.css'
import { ThresholdField } from './threshold-field'
import type { Thresholds } from './use-metrics'

interface MetricsBarProps {
  readonly tab: TabName
  readonly shape: ComparedShape
  /** The answer of the server; undefined before the first. */
  readonly metrics: ModelMetrics | undefined
  /** Labels of whole images have no box, so there is no overlap to ask for. */
  readonly hasBoxes: boolean
  readonly onMove: (thresholds: Partial<Thresholds>) => void
}

const SHAPES = [
  { value: 'box', label: 'Boxes', title: 'By the overlap of boxes' },
  { value: 'mask', label: 'Masks', title: 'By the pixels that both cover' },
  { value: 'keypoints', label: 'Keypoints', title: 'By the likeness of keypoints (OKS)' },
] as const satisfies readonly { value: ComparedShape; label: string; title: string }[]

/** The tabs of the page, and the thresholds that all of them stand at. */
export function MetricsBar({ tab, shape, metrics, hasBoxes, onMove }: MetricsBarProps) {
  const go = useGo()
  const milliseconds = metrics?.milliseconds
  // Those that labels and predictions of the run both have; with boxes alone there is nothing to choose.
  const shapes = metrics?.shapes ?? []
  const iou = usePlace((place) => place.iou)
  const confidence = usePlace((place) => place.conf)
  return (
    <div className={styles.bar}>
      <Tabs label="What is shown of the model" value={tab} tabs={TABS} onChange={(next) => go({ tab: next === 'matrix' ? null : next })} />
      <div className={styles.settings} role="group" aria-label="Metrics settings">
        {shapes.length > 1 && (
          <Segmented label="What is compared" value={shape} options={SHAPES.filter(({ value }) => shapes.includes(value))} onChange={(next) => go({ shape: next === 'box' ? null : next })} />
        )}
        {hasBoxes && (
          <ThresholdField
            name="IoU"
            title="From this overlap on, a label and a prediction are of one thing"
            value={iou}
            least={0.01}
            onChange={(next) => onMove({ iou: next })}
          />
        )}
        <ThresholdField
          name="Confidence"
          title="Predictions below it do not count"
          value={confidence}
          least={0}
          onChange={(next) => onMove({ confidence: next })}
        />
        <span className={styles.time} title="What matching and counting took on the server">
          {milliseconds === undefined ? '' : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`}
        </span>
      </div>
    </div>
  )
}
