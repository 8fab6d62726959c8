import type { IssueItem, Suspects } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { useSize } from '@/lib/use-size'
import { expectedWords, precisionWords } from '@/state/precision-words'
import { number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { reviewOfSuspects } from '@/state/review-door'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import { severity } from './severity'
import styles from './suspect-card.module.css'

interface SuspectCardProps {
  readonly suspects: Suspects
  readonly labels: number
  readonly images: number
}

/** A kind of suspect: what, how many, the rule in one sentence, real examples, and the way in. */
export function SuspectCard({ suspects, labels, images }: SuspectCardProps) {
  const { kind, title, open, rule, examples, query, expected, precision } = suspects
  const words = precision === null ? null : precisionWords(precision)
  return (
    <Card className={styles.card} data-severity={severity(suspects, labels, images)} aria-label={title}>
      <h2 className={styles.title}>
        <PlaceLink page="issues" patch={{ kind }}>
          {title}
        </PlaceLink>
      </h2>
      <PlaceLink page="issues" patch={{ kind }} className={styles.count} aria-label={`${number(open)} open`}>
        {number(open)}
      </PlaceLink>
      <p className={styles.rule}>{rule}</p>
      <p className={styles.expected} title={words === null ? undefined : `${words.text} ${words.note}`}>
        {precision?.basis === 'random' && words !== null ? `${words.text} ${words.note}` : `Likely ${expectedWords(expected, open)}.`}
      </p>
      <Examples kind={kind} examples={examples} />
      <footer className={styles.doors}>
        <PlaceLink page="issues" patch={{ kind }} className={styles.open}>
          Open {number(open)} in Issues
        </PlaceLink>
        <PlaceLink page="review" patch={reviewOfSuspects(kind, examples[0])} className={styles.open}>
          Review
        </PlaceLink>
        <PlaceLink page="explore" patch={{ q: `any(issue: ${query})` }} className={styles.query} title={query}>
          See the query
        </PlaceLink>
      </footer>
    </Card>
  )
}

const SHOWN = 5
const GAP = 6

/** The worst five, each the door to itself. */
function Examples({ kind, examples }: { readonly kind: string; readonly examples: readonly IssueItem[] }) {
  const book = useClasses()
  const [strip, { width }] = useSize()
  const side = Math.floor((width - (SHOWN - 1) * GAP) / SHOWN)
  return (
    <div ref={strip} className={styles.strip} style={{ minHeight: Math.max(side, 0) }}>
      {side > 0 &&
        examples.slice(0, SHOWN).map((issue) => {
          const objects = [issue.label, issue.prediction, ...issue.others].filter((object) => object !== null)
          const shapes = objects.map((object) => shapeOf(object, book.look(object.class_id)))
          return (
            <PlaceLink
              key={issue.id}
              page="issues"
              patch={{ kind, issue: issue.id }}
              className={styles.example}
              title={issue.sentence}
              aria-label={issue.sentence}
            >
              <Crop image={issue.image} shapes={shapes} side={side} />
            </PlaceLink>
          )
        })}
    </div>
  )
}
