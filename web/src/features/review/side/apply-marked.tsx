import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { useEditing } from '@/actions/editing'
import { useTransport } from '@/api/transport/context'
import { amount, number } from '@/lib/words'
import { toast } from '@/state/toasts'
import { offerSegment } from '@/state/segment-offer'
import { Button } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import type { GroupProgress } from '../groups'
import { NOUNS } from '../nouns'
import type { Plan, PlannedChange } from '../planned'
import type { Room } from '../room'
import styles from './side.module.css'

interface ApplyMarkedProps extends Room {
  readonly plan: Plan
  readonly sum: GroupProgress
}

const MOST_LINES = 6

/** What applying changes, counted beforehand, and the press that does it as one change that one press takes back. */
export function ApplyMarked({ book, review, wall, question, classes, plan, sum }: ApplyMarkedProps) {
  const transport = useTransport()
  const { change } = useEditing()
  const [busy, setBusy] = useState(false)
  const noun = NOUNS[wall.level]
  const canApply = (): boolean => plan.changing > 0 && !busy
  const apply = async (): Promise<void> => {
    setBusy(true)
    // What was said a moment ago is applied, too.
    await book.flush()
    await change(async () => {
      const { change: made, skipped } = await transport.applyReview(review.id)
      const [first] = skipped
      if (first !== undefined) toast({ tone: 'bad', text: `${amount(skipped.length, noun)} could not be changed and keep their marks`, hint: first })
      return made
    })
    await book.reload().catch(() => undefined)
    setBusy(false)
  }
  const keep = (): void => offerSegment({ scope: { dataset: question.dataset, run: question.run }, target: { [wall.level]: plan.wrong }, count: plan.wrong.length })
  useActions([
    { id: 'review.apply', label: `Apply to ${number(plan.changing)} marked`, group: 'Review', keys: ['mod+Enter'], when: canApply, perform: () => void apply() },
    { id: 'review.keep-wrong', label: 'Put the wrong ones into a segment', group: 'Review', keywords: 'data quality', when: () => plan.wrong.length > 0, perform: keep },
  ])
  const isDone = sum.count > 0 && sum.seen >= sum.count
  return (
    <section className={styles.apply} aria-label="Apply">
      {isDone && (
        <p className={styles.done} role="status">
          {number(sum.seen)} looked at, {number(sum.marked)} marked. {sum.marked > 0 ? 'Apply, or see the times (T).' : 'The times: T.'}
        </p>
      )}
      <ul className={styles.plan} aria-label="What applying changes">
        {plan.changes.slice(0, MOST_LINES).map((line) => (
          <Line key={`${line.from} ${line.to}`} line={line} classes={classes} />
        ))}
        {plan.changes.length > MOST_LINES && <li>and {amount(plan.changes.length - MOST_LINES, 'other change')}</li>}
        {plan.idle > 0 && <li className={styles.quiet}>{amount(plan.idle, noun)} stay as they are</li>}
      </ul>
      <Button variant="primary" keys="mod+Enter" className={styles.applyButton} disabled={!canApply()} onClick={() => void apply()}>
        {busy ? 'Applying…' : plan.changing === 0 ? 'Apply' : `Apply to ${number(plan.changing)} marked`}
      </Button>
      {plan.wrong.length > 0 && (
        <Button size="small" icon="bookmark" title="They are marked wrong and nothing more: give them a class, or keep them for later" onClick={keep}>
          Put {number(plan.wrong.length)} wrong {plan.wrong.length === 1 ? noun : `${noun}s`} into a segment
        </Button>
      )}
    </section>
  )
}

function Line({ line: { from, to, count }, classes }: { readonly line: PlannedChange; readonly classes: Room['classes'] }) {
  const [before, after] = [classes.look(from), to === null ? null : classes.look(to)]
  return (
    <li>
      <b>{number(count)}</b>
      <ClassBadge colour={before.colour} mark={before.mark} size="small" />
      {after === null ? (
        <span>{before.name}: deleted</span>
      ) : (
        <>
          <span aria-label="becomes">→</span>
          <ClassBadge colour={after.colour} mark={after.mark} size="small" />
          <span>{after.name}</span>
        </>
      )}
    </li>
  )
}
