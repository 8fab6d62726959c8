import type { Fairness } from '@/api/types'
import { amount, ratio } from '@/lib/words'
import styles from './metric.module.css'

const MOST_NAMED = 8

/** How far groups lie apart, and which are too small to be told. */
export function FairnessNote({ fairness }: { readonly fairness: Fairness }) {
  const { gap, ratio: share, best, worst, predictive_parity: precisionGap, minimum, small } = fairness
  return (
    <div className={styles.fairness}>
      {gap !== null && best !== null && worst !== null ? (
        <p>
          <span title="Equal opportunity: the difference of recall between the best and the worst served group">
            <b>{best}</b> is found best, <b>{worst}</b> worst: recall differs by <b>{ratio(gap)}</b>
          </span>
          {precisionGap !== null && (
            <span title="Predictive parity: the difference of precision between groups">, precision by {ratio(precisionGap)}</span>
          )}
          {share !== null && (
            <span title="Ratio of the lowest recall to the highest; below 0.80 is often taken for unfair">. The worst reaches {ratio(share)} of the best</span>
          )}
          .
        </p>
      ) : (
        <p>Too few to tell how far groups lie apart: two of at least {amount(minimum, 'label')} are needed.</p>
      )}
      {small.length > 0 && (
        <p className={styles.small} title={small.join(', ')}>
          Too few to tell, under {amount(minimum, 'label')}: {small.length <= MOST_NAMED ? small.join(', ') : amount(small.length, 'group')}
        </p>
      )}
    </div>
  )
}
