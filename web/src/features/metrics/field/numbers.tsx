import type { CountedQuery, FieldPage, FieldQuestion } from '@/api/field-types'
import { measure, number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import styles from './field-view.module.css'

interface NumbersProps {
  readonly page: FieldPage
  readonly question: FieldQuestion
}

const QUANTILES = [
  { of: 'min', name: 'Lowest' },
  { of: 'q05', name: '5 %' },
  { of: 'q25', name: '25 %' },
  { of: 'q50', name: 'Median' },
  { of: 'q75', name: '75 %' },
  { of: 'q95', name: '95 %' },
  { of: 'max', name: 'Highest' },
  { of: 'mean', name: 'Mean' },
] as const

/** The spread in numbers, and how many values stand out at either end: each the door to its items. */
export function Numbers({ page: { quantiles, fences, outliers, field }, question }: NumbersProps) {
  return (
    <Card>
      {quantiles !== null && (
        <dl className={styles.quantiles}>
          {QUANTILES.map(({ of, name }) => (
            <div key={of}>
              <dt>{name}</dt>
              <dd>{measure(quantiles[of])}</dd>
            </div>
          ))}
        </dl>
      )}
      <h2 className={styles.outliersTitle} title="Further than 1.5 and 2.5 times the middle half's width outside the middle half">
        Outliers
      </h2>
      {fences === null ? (
        <p className={styles.quiet}>At least half of the values are equal: there is no spread to tell by what is far.</p>
      ) : (
        <ul className={styles.outliers}>
          <Door words={`Severe, below ${measure(fences.severe[0])}`} counted={outliers.severe_low} question={question} sort={field.name} tone="bad" />
          <Door words={`Moderate, below ${measure(fences.moderate[0])}`} counted={outliers.moderate_low} question={question} sort={field.name} tone="warn" />
          <Door words={`Moderate, above ${measure(fences.moderate[1])}`} counted={outliers.moderate_high} question={question} sort={field.name} tone="warn" isHigh />
          <Door words={`Severe, above ${measure(fences.severe[1])}`} counted={outliers.severe_high} question={question} sort={field.name} tone="bad" isHigh />
        </ul>
      )}
    </Card>
  )
}

interface DoorProps {
  readonly words: string
  readonly counted: CountedQuery
  readonly question: FieldQuestion
  readonly sort: string
  readonly tone: 'bad' | 'warn'
  readonly isHigh?: boolean
}

function Door({ words, counted: { count, query }, question: { level }, sort, tone, isHigh = false }: DoorProps) {
  if (count === 0) {
    return (
      <li className={styles.noDoor}>
        <span>{words}</span>
        <b>0</b>
      </li>
    )
  }
  return (
    <li>
      <PlaceLink page="explore" patch={{ q: query, level, sort, desc: isHigh }} className={styles.countDoor} title={query}>
        <span>{words}</span>
        <b data-tone={tone}>{number(count)}</b>
      </PlaceLink>
    </li>
  )
}
