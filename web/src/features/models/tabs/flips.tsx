import type { RunComparison } from '@/api/analysis'
import { number } from '@/lib/words'
import type { ItemsDoor } from '../tab'
import styles from './compare.module.css'
import { flipDoor } from './doors'
import { Panel } from './panel'

interface FlipsProps {
  readonly comparison: RunComparison
  readonly onOpenItems: (door: ItemsDoor) => void
}

/** Labels that only one of the two runs found: two doors. */
export function Flips({ comparison: { a, b, fixed, broken }, onOpenItems }: FlipsProps) {
  const sides = [
    { flips: fixed, text: 'Fixed', meaning: `labels that ${b.name} finds and ${a.name} does not`, tone: styles.better },
    { flips: broken, text: 'Broken', meaning: `labels that ${a.name} finds and ${b.name} does not`, tone: styles.worse },
  ]
  return (
    <Panel title="Label by label">
      <div className={styles.flips}>
        {sides.map(({ flips, text, meaning, tone }) => (
          <button
            key={text}
            type="button"
            className={styles.flip}
            disabled={flips.count === 0}
            aria-label={`${text}: ${number(flips.count)} ${meaning}`}
            onClick={() => onOpenItems(flipDoor(flips))}
          >
            <span>{text}</span>
            <b className={tone}>{number(flips.count)}</b>
            <span className={styles.meaning}>{meaning}</span>
          </button>
        ))}
      </div>
    </Panel>
  )
}
