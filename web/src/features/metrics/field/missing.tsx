import type { FieldPage, FieldQuestion } from '@/api/field-types'
import { andAlso } from '@/lib/query-text/rewrite'
import { amount, number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Panel } from '@/ui/panel'
import styles from './field-view.module.css'
import { NOUNS } from '../nouns'

interface MissingProps {
  readonly page: FieldPage
  readonly question: FieldQuestion
}

/** How many have no value, and why. */
export function Missing({ page: { missing, missing_reasons, field }, question: { level, query } }: MissingProps) {
  if (missing === 0) return null
  return (
    <Panel
      title={`${amount(missing, NOUNS[level])} without a value`}
      aside={
        <PlaceLink page="explore" patch={{ q: andAlso(query, `${field.name} is null`), level }} className={styles.door}>
          See them in Explore
        </PlaceLink>
      }
    >
      <ul className={styles.reasons}>
        {missing_reasons.map(({ reason, count }) => (
          <li key={reason}>
            <b>{number(count)}</b> {reason}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
