import { explain } from '@/api/transport/errors'
import { useLate } from '@/lib/use-late'
import { amount, number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import type { QueueTrouble } from '@/state/event-queue'
import type { Conflict, LiveBook } from '@/state/verdict-book'
import { Button } from '@/ui/button'
import { ErrorStrip } from '@/ui/messages'
import { useBookVersion } from './use-review'
import { verdictWords } from './words'

interface SendingStripProps {
  readonly book: LiveBook
  readonly classes: ClassBook
  /** Why the verdicts could not be read. */
  readonly problem: unknown
}

/** What is not at the server yet, and where another reviewer says something else: told, with what is safe. */
export function SendingStrip({ book, classes, problem }: SendingStripProps) {
  useBookVersion(book)
  const { trouble } = book.sending
  const [refusal] = book.refusals
  return (
    <>
      {book.conflicts.length > 0 && <Conflicts conflicts={book.conflicts} classes={classes} onSettle={book.settle} />}
      {trouble?.isRefused === true && <Refused book={book} trouble={trouble} />}
      <Offline book={book} />
      {refusal !== undefined && <ErrorStrip title={`${amount(book.refusals.length, 'thing')} you said could not be taken`} hint={refusal} />}
      {problem !== null && trouble === null && (
        <ErrorStrip
          title={`What was said before could not be read. ${explain(problem).message}`}
          hint="What you say now is kept."
          actions={
            <Button size="small" onClick={() => void book.reload().catch(() => undefined)}>
              Try again
            </Button>
          }
        />
      )}
    </>
  )
}

function Refused({ book, trouble }: { readonly book: LiveBook; readonly trouble: QueueTrouble }) {
  const { waiting } = book.sending
  return (
    <ErrorStrip
      title={trouble.message}
      hint={`${amount(waiting, 'thing')} you said ${waiting === 1 ? 'waits' : 'wait'} here. ${trouble.hint}`}
      actions={
        <>
          <Button size="small" onClick={() => void book.flush()}>
            Try again
          </Button>
          <Button size="small" variant="quiet" onClick={book.discard}>
            Discard
          </Button>
        </>
      }
    />
  )
}

function Offline({ book }: { readonly book: LiveBook }) {
  const { waiting, trouble, isKept } = book.sending
  const isLate = useLate(waiting > 0 && trouble?.isRefused === false)
  if (!isLate) return null
  return (
    <ErrorStrip
      title={`No connection: ${amount(waiting, 'step')} not sent yet`}
      hint={isKept ? 'Go on: everything is kept in this browser, also when it is closed, and goes out by itself.' : 'Keep this window open: this browser has no room to keep it on disk. It goes out by itself.'}
      actions={
        <Button size="small" onClick={() => void book.flush()}>
          Send now
        </Button>
      }
    />
  )
}

interface ConflictsProps {
  readonly conflicts: readonly Conflict[]
  readonly classes: ClassBook
  readonly onSettle: LiveBook['settle']
}

function Conflicts({ conflicts, classes, onSettle }: ConflictsProps) {
  const [first] = conflicts
  const authors = [...new Set(conflicts.map(({ by }) => by))].join(', ')
  const words = conflicts.length === 1 && first !== undefined ? `says ${verdictWords(first.verdict, classes)}` : 'says something else'
  return (
    <ErrorStrip
      title={`Of ${conflicts.length === 1 ? 'one item' : `${number(conflicts.length)} items`} ${authors} ${words}`}
      hint="Nothing of theirs was overwritten."
      actions={
        <>
          <Button size="small" onClick={() => onSettle('theirs')}>
            Keep theirs
          </Button>
          <Button size="small" onClick={() => onSettle('mine')}>
            Take mine
          </Button>
        </>
      }
    />
  )
}
