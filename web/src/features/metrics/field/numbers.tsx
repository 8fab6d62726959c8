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

type Fences = NonNullable<FieldPage['fences']>

/** The four kinds of outliers, those that there are. */
function outlierRows({ moderate, severe }: Fences, outliers: FieldPage['outliers']) {
  const rows = [
    { of: 'severe_low', words: `Severe, below ${measure(severe[0])}`, tone: 'bad', isHigh: false },
    { of: 'moderate_low', words: `Moderate, below ${measure(moderate[0])}`, tone: 'warn', isHigh: false },
    { of: 'moderate_high', words: `Moderate, above ${measure(moderate[1])}`, tone: 'warn', isHigh: true },
    { of: 'severe_high', words: `Severe, above ${measure(severe[1])}`, tone: 'bad', isHigh: true },
  ] as const
  return rows.filter(({ of }) => outliers[of].count > 0)
}

/** The spread in numbers, and how many values stand out at either end: each the door to its items. */
export function Numbers({ page: { quantiles, fences, outliers, field }, question }: NumbersProps) {
  const found = fences === null ? [] : outlierRows(fences, outliers)
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
      {found.length > 0 ? (
        <ul className={styles.outliers}>
          {found.map(({ of, words, tone, isHigh }) => (
            <Door key={of} words={words} counted={outliers[of]} question={question} sort={field.name} tone={tone} isHigh={isHigh} />
          ))}
        </ul>
      ) : (
        <p className={styles.quiet}>
          {fences === null ? 'At least half of the values are equal: there is no spread to tell by what is far.' : 'None: every value lies within 1.5 times the width of the middle half.'}
        </p>
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
  readonly isHigh: boolean
}

function Door({ words, counted: { count, query }, question: { level }, sort, tone, isHigh }: DoorProps) {
  return (
    <li>
      <PlaceLink page="explore" patch={{ q: query, level, sort, desc: isHigh }} className={styles.countDoor} title={query}>
        <span>{words}</span>
        <b data-tone={tone}>{number(count)}</b>
      </PlaceLink>
    </li>
  )
}
