import { barHeights } from '@/lib/bins'
import { number } from '@/lib/words'
import styles from './autotag.module.css'

interface ScoreBarsProps {
  /** How many scores lie in each of equal parts of -1 to 1. */
  readonly bins: readonly number[]
  /** From here on is the result. */
  readonly from: number
}

/** How the scores spread from -1 to 1. */
export function ScoreBars({ bins, from }: ScoreBarsProps) {
  const heights = barHeights(bins)
  const start = (index: number): number => -1 + (2 * index) / bins.length
  return (
    <figure className={styles.spread} aria-label="How the scores spread">
      <div className={styles.bars}>
        {bins.map((count, index) => (
          <span
            key={index}
            className={start(index) >= from - 1e-9 ? styles.inside : undefined}
            style={{ height: `${heights(count) * 100}%` }}
            title={`${start(index).toFixed(2)} to ${start(index + 1).toFixed(2)}: ${number(count)}`}
          />
        ))}
      </div>
      <figcaption className={styles.scale}>
        <span>−1 no</span>
        <span>0</span>
        <span>1 yes</span>
      </figcaption>
    </figure>
  )
}
