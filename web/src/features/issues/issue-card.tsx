import { memo, type MouseEvent } from 'react'
import type { ImageObject, IssueItem, Scope } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { classNames } from '@/lib/class-names'
import { percent, ratio } from '@/lib/words'
import type { ClassBook, ClassLook } from '@/state/class-book'
import { Card } from '@/ui/card'
import { ClassChip } from '@/ui/class-chip'
import { Icon } from '@/ui/icon'
import { CardEvidence } from './card-evidence'
import { CardVerbs } from './card-verbs'
import type { InboxVerbs } from './issue-actions'
import styles from './issue-card.module.css'
import { evidenceOf, evidenceShapes } from './issue-shapes'
import { issueTitle } from './issue-title'

interface IssueCardProps {
  readonly issue: IssueItem
  readonly book: ClassBook
  readonly scope: Scope
  readonly current: boolean
  readonly ticked: boolean
  /** In a spot check the card does not tell how sure the detector is. */
  readonly blind: boolean
  /** Why the server refused the last decision on it. */
  readonly problem: string | null
  readonly verbs: InboxVerbs
  readonly onShow: (id: number) => void
  readonly onTick: (id: number, on: boolean) => void
}

const CROP = 132

const BASIS = 'The chance that it is an error: what the detector claims, corrected by what was decided so far.'

/** One suspect: the picture with the evidence, one sentence why, and what to do about it. */
export const IssueCard = memo(function IssueCard(props: IssueCardProps) {
  const { issue, book, scope, current, ticked, blind, problem, onShow, onTick } = props
  const title = issueTitle(issue, (id) => book.look(id).name)
  const show = (event: MouseEvent<HTMLElement>): void => {
    // A press on a button or the tick is about that, not about the card.
    const onControl = event.target instanceof Element && event.target.closest('button, input') !== null
    if (!current && !onControl) onShow(issue.id)
  }
  return (
    <Card
      current={current}
      className={classNames(styles.card, ticked && styles.ticked)}
      aria-label={title}
      aria-current={current}
      onClick={show}
    >
      <Crop image={issue.image} shapes={evidenceShapes(issue, book)} side={CROP} className={styles.crop} />
      <div className={styles.words} data-scored={!blind}>
        <h3 className={styles.title}>{title}</h3>
        <p className={styles.sentence}>{issue.sentence}</p>
        <ul className={styles.evidence}>
          {evidenceOf(issue)
            .slice(0, 4)
            .map((object) => (
              <Evidence key={`${object.source}:${object.id}`} object={object} look={book.look(object.class_id)} />
            ))}
        </ul>
        <CardEvidence issue={issue} book={book} scope={scope} blind={blind} />
        {problem !== null && (
          <p className={styles.problem} role="alert">
            <Icon name="issues" size={14} /> {problem}
          </p>
        )}
        <CardVerbs issue={issue} book={book} current={current} verbs={props.verbs} />
      </div>
      {!blind && (
        <div className={styles.score} title={`${BASIS} Worth judging: ${ratio(issue.benefit)}.`}>
          <b>{percent(issue.chance)}</b>
          <small>likely an error</small>
        </div>
      )}
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={`Tick ${title}`}
        title="Tick (X)"
        checked={ticked}
        onChange={(event) => onTick(issue.id, event.currentTarget.checked)}
      />
    </Card>
  )
})

/** One side of the evidence: the line it is drawn with, its class, its confidence. */
function Evidence({ object, look }: { readonly object: ImageObject; readonly look: ClassLook }) {
  return (
    <li title={object.source === 'label' ? 'Label' : 'Prediction'}>
      <i
        className={object.source === 'label' ? styles.solid : styles.dashed}
        style={{ color: look.colour }}
        aria-hidden="true"
      />
      <ClassChip colour={look.colour} mark={look.mark} name={look.name} size="small" />
      {object.score !== null && <em>{ratio(object.score)}</em>}
    </li>
  )
}
