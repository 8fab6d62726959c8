import type { ClassBook, ClassLook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import { Icon } from '@/ui/icon'
import styles from './wall.module.css'
import type { Verdict } from '../types'

interface VerdictMarkProps {
  readonly verdict: Verdict
  /** The class that the model saw. */
  readonly predicted: ClassLook | null
  readonly classes: ClassBook
  /** Is there room for little more than a letter? */
  readonly small: boolean
}

/** What was said of a crop, in its corner: a word, a letter or an icon beside the red. */
export function VerdictMark({ verdict, predicted, classes, small }: VerdictMarkProps) {
  switch (verdict.kind) {
    case 'wrong':
      return <span className={styles.said}>wrong</span>
    case 'delete':
      return (
        <span className={styles.said}>
          <Icon name="trash" size={12} />
          {!small && 'delete'}
        </span>
      )
    case 'accept':
      return <ClassMark look={predicted} small={small} isAccepted />
    case 'relabel':
      return <ClassMark look={classes.look(verdict.classId)} small={small} />
  }
}

function ClassMark({ look, small, isAccepted = false }: { readonly look: ClassLook | null; readonly small: boolean; readonly isAccepted?: boolean }) {
  return (
    <span className={styles.given}>
      {isAccepted && <Icon name="check" size={11} />}
      {look !== null && <ClassBadge colour={look.colour} mark={look.mark} size="small" />}
      {!small && <span className={styles.givenName}>{look?.name ?? 'accepted'}</span>}
    </span>
  )
}

/** The same for ears. */
export function verdictWords(verdict: Verdict, classes: ClassBook): string {
  switch (verdict.kind) {
    case 'wrong':
      return 'marked wrong'
    case 'delete':
      return 'to be deleted'
    case 'accept':
      return 'takes the class the model saw'
    case 'relabel':
      return `becomes ${classes.look(verdict.classId).name}`
  }
}
