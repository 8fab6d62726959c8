import { useState } from 'react'
import type { HealthCheck } from '@/api/field-types'
import { Crop } from '@/canvas/crop'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { useSize } from '@/lib/use-size'
import { amount, number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { useGo } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { Card } from '@/ui/card'
import styles from '../suspect-card.module.css'
import cards from '../suspect-cards.module.css'
import { doorOf } from './health-words'

const AT_FIRST = 6

/** What was found, a card each; the first few at once. */
export function CheckCards({ checks }: { readonly checks: readonly HealthCheck[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? checks : checks.slice(0, AT_FIRST)
  return (
    <>
      <div className={cards.cards}>
        {shown.map((check) => (
          <CheckCard key={check.slug} check={check} />
        ))}
      </div>
      {checks.length > shown.length && <Button onClick={() => setAll(true)}>Show {amount(checks.length - shown.length, 'more check')}</Button>}
    </>
  )
}

const SEVERITIES = { bad: 'bad', doubtful: 'warn', fine: 'ok', unknown: 'ok' } as const

/** One thing that is wrong: what, how many, the rule in words, real examples, and the way to all of them. */
function CheckCard({ check }: { readonly check: HealthCheck }) {
  const { title, count, rule, said, fix, severity, query } = check
  const door = doorOf(check)
  return (
    <Card className={styles.card} data-severity={SEVERITIES[severity]} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <span className={styles.count} title={`${(100 * check.share).toFixed(1)} % of ${number(check.total)}`}>
        {number(count)}
      </span>
      <p className={styles.rule}>
        {rule} {said}
      </p>
      <Examples check={check} />
      <footer className={styles.doors}>
        {door !== null && (
          <PlaceLink page="explore" patch={door} className={styles.open} title={query ?? ''}>
            See {number(count)} in Explore
          </PlaceLink>
        )}
        <details className={styles.query}>
          <summary>What to do</summary>
          {fix}
        </details>
      </footer>
    </Card>
  )
}

const SHOWN = 5
const GAP = 6

function Examples({ check: { examples } }: { readonly check: HealthCheck }) {
  const classes = useClasses()
  const go = useGo()
  const [strip, { width }] = useSize()
  const side = Math.floor((width - (SHOWN - 1) * GAP) / SHOWN)
  return (
    <div ref={strip} className={styles.strip} style={{ minHeight: Math.max(side, 0) }}>
      {side > 0 &&
        examples.slice(0, SHOWN).map(({ image, object }) => {
          const shapes = object === null ? [] : [shapeOf(object, classes.look(object.class_id))]
          return (
            <button
              key={object === null ? image.id : shapeId(object)}
              type="button"
              className={styles.exampleButton}
              title={image.name}
              aria-label={`Open ${image.name}`}
              onClick={() => go({ image: image.id, object: object === null ? null : shapeId(object) })}
            >
              <Crop image={image} shapes={shapes} side={side} />
            </button>
          )
        })}
    </div>
  )
}
