import { amount, number } from '@/lib/words'
import type { ClassLook } from '@/state/class-book'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import styles from './class-bars.module.css'
import facts from './facts.module.css'

const MOST = 10

/** How many labels each class has. */
export function ClassBars() {
  const { all } = useClasses()
  const longest = Math.max(...all.map(({ labels }) => labels), 1)
  const shown = all.length > MOST ? [...all].sort((a, b) => b.labels - a.labels).slice(0, MOST) : all
  return (
    <Card>
      <h2 className={facts.title}>Labels by class</h2>
      {all.every(({ labels }) => labels === 0) && <p className={facts.note}>There are no labels yet.</p>}
      <ul className={styles.bars}>
        {shown.map((look) => (
          <li key={look.id}>
            <PlaceLink
              page="explore"
              patch={{ q: labelledQuery(look) }}
              className={styles.bar}
              title={`${amount(look.labels, 'label')}, ${amount(look.predictions, 'prediction')}`}
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
      {all.length > shown.length && (
        <PlaceLink page="explore" className={styles.more}>
          {amount(all.length - shown.length, 'more class', 'more classes')}
        </PlaceLink>
      )}
    </Card>
  )
}

/** Images with a label of this class. */
const labelledQuery = ({ name }: ClassLook): string => `any(annotation: label = ${JSON.stringify(name)})`
