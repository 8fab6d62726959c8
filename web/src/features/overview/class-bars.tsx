import type { Health } from '@/api/field-types'
import { amount, number } from '@/lib/words'
import type { ClassLook } from '@/state/class-book'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import styles from './class-bars.module.css'
import card from './facts.module.css'

const MOST = 10

interface ClassBarsProps {
  /** How the classes are balanced; null until that is known. */
  readonly facts: Health['facts'] | null
}

/** How many labels each class has, their share, and how even the classes are. */
export function ClassBars({ facts }: ClassBarsProps) {
  const { all } = useClasses()
  const longest = Math.max(...all.map(({ labels }) => labels), 1)
  const shown = all.length > MOST ? [...all].sort((a, b) => b.labels - a.labels).slice(0, MOST) : all
  return (
    <Card>
      <h2 className={card.title}>Labels by class</h2>
      {all.every(({ labels }) => labels === 0) && <p className={card.note}>There are no labels yet.</p>}
      <ul className={styles.bars}>
        {shown.map((look) => (
          <li key={look.id}>
            <PlaceLink
              page="explore"
              patch={{ q: labelledQuery(look) }}
              className={styles.bar}
              title={barWords(look, facts)}
            >
              <span className={styles.name}>{look.name}</span>
              <span className={styles.track}>
                <i style={{ width: `${(look.labels / longest) * 100}%`, background: look.colour }} />
              </span>
              <em>{number(look.labels)}</em>
            </PlaceLink>
          </li>
        ))}
      </ul>
      {facts !== null && facts.classes.length > 1 && (
        <PlaceLink page="metrics" patch={{ tab: 'balance' }} className={styles.balance} title="How many classes of equal size would be as mixed; a further label of a class that has many is worth less">
          As mixed as {facts.effective_classes.toFixed(1)} of {amount(facts.classes.length, 'class', 'classes')} of equal size
        </PlaceLink>
      )}
      {all.length > shown.length && (
        <PlaceLink page="explore" className={styles.more}>
          {amount(all.length - shown.length, 'more class', 'more classes')}
        </PlaceLink>
      )}
    </Card>
  )
}

/** "376 labels, 21.0 % of all, worth 314; 390 predictions". */
function barWords({ id, labels, predictions }: ClassLook, facts: ClassBarsProps['facts']): string {
  const balance = facts?.classes.find((known) => known.id === id)
  const told = balance === undefined ? '' : `, ${(100 * balance.share).toFixed(1)} % of all, worth ${number(balance.effective)}`
  return `${amount(labels, 'label')}${told}; ${amount(predictions, 'prediction')}`
}

/** Images with a label of this class. */
const labelledQuery = ({ key }: ClassLook): string => `any(annotation: label = ${JSON.stringify(key)})`
