import type { Importance } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { amount, measure } from '@/lib/words'
import styles from './metric.module.css'

interface ImportanceListProps {
  /** The strongest first. */
  readonly ranked: readonly Importance[]
  readonly chosen: string
  readonly onChoose: (field: string) => void
}

// The usual level: rarer than one time in twenty by chance.
const CHANCE = 0.05

const LEVELS: Readonly<Record<string, string>> = { image: 'image', annotation: 'label', prediction: 'prediction' }

/** Fields by how much they tell; what may be chance stands back. */
export function ImportanceList({ ranked, chosen, onChoose }: ImportanceListProps) {
  const most = Math.max(...ranked.map((field) => field.mutual_information), Number.MIN_VALUE)
  return (
    <ol className={styles.fields} aria-label="Fields by importance">
      {ranked.map((entry) => (
        <li key={entry.field}>
          <button
            type="button"
            aria-pressed={entry.field === chosen}
            title={term(entry)}
            className={classNames(styles.field, entry.field === chosen && styles.chosen, entry.p_value > CHANCE && styles.chance)}
            onClick={() => onChoose(entry.field)}
          >
            <span className={styles.name}>{entry.title}</span>
            <span className={styles.level}>{LEVELS[entry.level] ?? entry.level}</span>
            <span className={styles.track}>
              <i style={{ width: `${(Math.max(entry.mutual_information, 0) / most) * 100}%` }} />
            </span>
            <span className={styles.lean}>{lean(entry)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}

/** Which way it leans, in words. */
function lean({ spearman, p_value }: Importance): string {
  if (p_value > CHANCE) return 'may be chance'
  if (spearman === null) return ''
  if (Math.abs(spearman) < 0.05) return 'no one way'
  return spearman > 0 ? 'more is better' : 'more is worse'
}

function term({ field, mutual_information, spearman, p_value, count }: Importance): string {
  const rank = spearman === null ? '' : `, Spearman ${spearman.toFixed(2)}`
  return `${field}: mutual information ${measure(mutual_information)} bit${rank}, p ${pWords(p_value)}, ${amount(count, 'object')}`
}

const pWords = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3))
