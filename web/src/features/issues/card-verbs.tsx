import type { IssueItem } from '@/api/types'
import type { ClassBook } from '@/state/class-book'
import { Button, IconButton } from '@/ui/button'
import { Kbd } from '@/ui/kbd'
import styles from './card-verbs.module.css'
import type { InboxVerbs } from './issue-actions'
import { acceptVerb, takesClass } from './issue-title'

interface CardVerbsProps {
  readonly issue: IssueItem
  readonly book: ClassBook
  /** The keys are about the current card only. */
  readonly current: boolean
  readonly verbs: InboxVerbs
}

/** What can be done about an open issue; what was done about a decided one. */
export function CardVerbs({ issue, book, current, verbs }: CardVerbsProps) {
  if (issue.state !== 'open') return <p className={styles.state}>{DONE[issue.state]}</p>
  const verb = acceptVerb(issue, (id) => book.look(id).name)
  const numbered = Math.min(book.all.length, 9)
  return (
    <div className={styles.verbs}>
      {verb !== null && (
        <Button edits size="small" variant={current ? 'primary' : 'default'} keys="a" onClick={() => verbs.accept(issue)}>
          {verb}
        </Button>
      )}
      {verb === null && (
        <Button
          edits
          size="small"
          variant={current ? 'primary' : 'default'}
          keys="y"
          title="No key mends this one: it is noted as an error"
          onClick={() => verbs.confirm(issue)}
        >
          An error
        </Button>
      )}
      <Button edits size="small" keys="k" onClick={() => verbs.keep(issue)}>
        Not an error
      </Button>
      {takesClass(issue) && (
        <Button edits size="small" onClick={() => verbs.pickClass(issue)} title="Press a number, or C to search">
          Other class <Kbd keys={numbered > 1 ? `1–${numbered}` : 'c'} />
        </Button>
      )}
      <Button size="small" keys="j" onClick={() => verbs.step(1, issue)}>
        Skip
      </Button>
      <IconButton icon="alike" label="Find look-alikes" keys="Shift L" className={styles.alike} onClick={() => verbs.findAlike(issue)} />
    </div>
  )
}

const DONE: Readonly<Record<Exclude<IssueItem['state'], 'open'>, string>> = {
  fixed: 'Fixed: it was an error, and was mended.',
  kept: 'Kept: looked at, not an error.',
  stale: 'The label was changed since; search again to look at it anew.',
}
