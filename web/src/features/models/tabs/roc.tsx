import type { Calibration } from '@/api/types'
import { ratio } from '@/lib/words'
import { Line } from '@/ui/plot/parts'
import { Plot } from '@/ui/plot/plot'
import styles from './calibration.module.css'
import { Panel } from '@/ui/panel'
import { useCalibrationHeight } from './plot-heights'

const UNIT = [0, 1] as const
const CHANCE = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
]
const WHY_NOT = 'They are for sets of two classes or of whole images, where what is not there can be counted, too.'

/** How well confidence tells right from wrong, and how often the class is among the likeliest; else why neither can be told. */
export function Roc({ calibration: { roc, top_k: topK, reason } }: { readonly calibration: Calibration }) {
  const height = useCalibrationHeight()
  return (
    <Panel title="Right from wrong" aside={roc !== null && <span title="Area under the ROC curve">AUC <b className={styles.fact}>{roc.auc.toFixed(3)}</b></span>}>
      {roc !== null && (
        <Plot label="ROC" height={height} x={{ title: 'False positive rate', domain: UNIT }} y={{ title: 'True positive rate', domain: UNIT }}>
          <Line points={CHANCE} tone="quiet" dashed />
          <Line points={roc.fpr.map((x, index) => ({ x, y: roc.tpr[index] ?? null }))} />
        </Plot>
      )}
      {topK !== null && topK.length > 0 && (
        <dl className={styles.top}>
          {topK.map(({ k, accuracy }) => (
            <div key={k} title={`Share of images whose class is among the ${k} likeliest`}>
              <dt>{k === 1 ? 'Top 1' : `Among top ${k}`}</dt>
              <dd>{ratio(accuracy)}</dd>
            </div>
          ))}
        </dl>
      )}
      {(roc === null || topK === null) && (
        <p className={styles.why}>{`${roc === null ? 'There is no ROC curve' : 'There is no top-k accuracy'} here. ${reason ?? WHY_NOT}`}</p>
      )}
    </Panel>
  )
}
