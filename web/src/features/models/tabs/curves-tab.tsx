import type { Curves } from '@/api/types'
import { curvesQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { ratio } from '@/lib/words'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import type { TabProps } from '../tab'
import { atMost } from './at-most'
import { ClassChoice } from './class-choice'
import { ConfidenceCurve } from './confidence-curve'
import styles from './curves.module.css'
import { PrecisionRecall } from './precision-recall'
import { ScoreHistogram } from './score-histogram'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'

/** How precision, recall and F1 change with confidence, of all classes or of one; where the threshold is best. */
export function CurvesTab(props: TabProps) {
  const { thresholds, onOpenItems } = props
  const transport = useTransport()
  const chosen = usePlace((place) => place.class)
  const go = useGo()
  const classes = useClasses()
  const className = chosen === null ? null : classes.look(chosen).key
  const asked = useAsked(props, (question) => curvesQuery(transport, question, chosen))
  const use = (confidence: number): void => go({ conf: confidence }, { replace: true })
  return (
    <Told asked={asked} height={380}>
      {(curves) => (
        <>
          <div className={styles.bar}>
            <ClassChoice />
            <Facts curves={curves} iou={thresholds.iou} confidence={thresholds.confidence} onUse={(conf) => go({ conf })} />
          </div>
          {isEmpty(curves) ? (
            <EmptyState title="There is nothing to draw">No prediction lies in this slice. Choose all classes, or widen the query.</EmptyState>
          ) : (
            <div className={styles.plots}>
              <PrecisionRecall curves={curves} confidence={thresholds.confidence} onUse={use} onOpenItems={onOpenItems} />
              <ConfidenceCurve curves={curves} confidence={thresholds.confidence} onUse={use} />
              <ScoreHistogram
                histogram={curves.histogram}
                className={className}
                confidence={thresholds.confidence}
                onUse={use}
                onOpenItems={onOpenItems}
              />
            </div>
          )}
        </>
      )}
    </Told>
  )
}

const isEmpty = ({ histogram: { correct, wrong } }: Curves): boolean => [...correct, ...wrong].every((count) => count === 0)

interface FactsProps {
  readonly curves: Curves
  readonly iou: number
  readonly confidence: number
  readonly onUse: (confidence: number) => void
}

function Facts({ curves: { ap, best }, iou, confidence, onUse }: FactsProps) {
  return (
    <p className={styles.facts}>
      {ap !== null && (
        <span title="Area under the precision-recall curve at 101 recalls, as COCO counts; the mean over classes">
          Average precision <b>{ratio(ap)}</b> at IoU {ratio(iou)}
        </span>
      )}
      {best !== null && (
        <span>
          F1 is best, <b>{ratio(best.f1)}</b>, at confidence <b>{ratio(atMost(best.confidence))}</b>
        </span>
      )}
      {best !== null && ratio(atMost(best.confidence)) !== ratio(confidence) && (
        <Button size="small" variant="primary" onClick={() => onUse(atMost(best.confidence))}>
          Use {ratio(atMost(best.confidence))}
        </Button>
      )}
    </p>
  )
}
