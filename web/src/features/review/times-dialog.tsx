import { useQuery } from '@tanstack/react-query'
import { reviewTimesQuery } from '@/api/review-queries'
import type { Review, ReviewTimes } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import { measure, number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassChip } from '@/ui/class-chip'
import { Dialog } from '@/ui/dialog'
import { Told } from '@/actions/told'
import styles from './marks/marks.module.css'
import { duration } from './words'

interface TimesDialogProps {
  readonly review: Review
  readonly classes: ClassBook
  readonly onClose: () => void
}

/** The time log: how fast, how long each class took, who did what, and how far two reviewers agree (V3.10). */
export function TimesDialog({ review, classes, onClose }: TimesDialogProps) {
  const asked = useQuery(reviewTimesQuery(useTransport(), review.id))
  return (
    <Dialog label="Times of this review" width={560} onClose={onClose}>
      <div className={styles.conflicts}>
        <h2>Times of this review</h2>
        <Told asked={asked} height={160}>
          {(times) => <Times times={times} classes={classes} />}
        </Told>
      </div>
    </Dialog>
  )
}

function Times({ times, classes }: { readonly times: ReviewTimes; readonly classes: ClassBook }) {
  if (times.items === 0) return <p>Nobody has looked at anything yet. Times begin with the first mark, or the first screen that is right.</p>
  return (
    <>
      <p>
        <b>{number(times.items)}</b> looked at in {duration(times.seconds)}
        {times.perMinute !== null && (
          <>
            : <b>{number(times.perMinute)}</b> a minute
          </>
        )}
        . Pauses of more than a minute are not counted.
      </p>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Looked at</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {times.classes.map(({ classId, items, seconds }) => (
              <tr key={classId}>
                <td>
                  <ClassChip {...classes.look(classId)} />
                </td>
                <td>{number(items)}</td>
                <td>{duration(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th scope="col">Reviewer</th>
              <th scope="col">Looked at</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {times.authors.map(({ author, items, seconds }) => (
              <tr key={author}>
                <td>{author}</td>
                <td>{number(items)}</td>
                <td>{duration(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {times.agreements.map(({ authors, items, kappa }) => (
          <p key={authors.join(' ')}>
            {authors[0]} and {authors[1]} both judged {number(items)}: {kappa === null ? 'too alike to tell how far they agree' : `they agree with a kappa of ${measure(kappa)}`} (1: always, 0: as by chance).
          </p>
        ))}
      </div>
    </>
  )
}
