import type { LookAlike, Witness } from '@/api/issue-types'
import type { IssueItem, Scope } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { percent } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import styles from './card-evidence.module.css'
import { FieldSpread } from './field-spread'
import { subjectClass } from './issue-title'

interface CardEvidenceProps {
  readonly issue: IssueItem
  readonly book: ClassBook
  readonly scope: Scope
  /** In a spot check nothing tells how sure anyone is. */
  readonly blind: boolean
}

const SIDE = 52
const MOST = 8

/** What speaks for an error, drawn: look-alikes with their classes, frames, the place among all values, who else says so. */
export function CardEvidence({ issue, book, scope, blind }: CardEvidenceProps) {
  const { look_alikes, frames, other_images, field, also } = issue
  return (
    <>
      {look_alikes.length > 0 && <LookAlikes items={look_alikes} given={subjectClass(issue)} book={book} />}
      {frames.length > 0 && <Frames issue={issue} book={book} />}
      {other_images.length > 0 && (
        <ul className={styles.strip} aria-label="The images it speaks of">
          {other_images.slice(0, MOST).map((image) => (
            <li key={image.id} title={image.name}>
              <Crop image={image} shapes={[]} side={SIDE} />
            </li>
          ))}
        </ul>
      )}
      {field !== null && <FieldSpread place={field} scope={scope} />}
      {also.length > 0 && !blind && <Also witnesses={also} />}
    </>
  )
}

interface LookAlikesProps {
  readonly items: readonly LookAlike[]
  readonly given: number | null
  readonly book: ClassBook
}

/**
 * The nearest look-alikes, each with its class; those of another class than the suspect's stand out. How many there are
 * in all, and what they are labelled, the sentence says: here stand as many as there is room for.
 */
function LookAlikes({ items, given, book }: LookAlikesProps) {
  // Whole images have none.
  const haveClasses = items.some(({ class_id }) => class_id !== null)
  return (
    <figure className={styles.figure}>
      <ul className={styles.strip} aria-label="Look-alikes, nearest first">
        {items.slice(0, MOST).map(({ image, object, class_id }) => {
          const look = book.look(class_id)
          const shapes = object === null ? [] : [shapeOf(object, look)]
          return (
            <li key={`${image.id}:${object?.id ?? ''}`} data-other={class_id !== null && class_id !== given} title={look.name}>
              <Crop image={image} shapes={shapes} drawn={[]} side={SIDE} context={1.3} />
              {class_id !== null && <ClassBadge colour={look.colour} mark={look.mark} size="small" />}
            </li>
          )
        })}
      </ul>
      <figcaption className={styles.caption}>The nearest look-alikes{haveClasses && ', each with the class it has'}</figcaption>
    </figure>
  )
}

/** The frames of a track in their order, with the track's boxes where they are told. */
function Frames({ issue, book }: { readonly issue: IssueItem; readonly book: ClassBook }) {
  return (
    <ul className={styles.strip} aria-label="Frames in their order">
      {issue.frames.slice(0, MOST).map((image) => (
        <li key={image.id} data-here={image.id === issue.image.id} title={image.name}>
          <Crop image={image} shapes={[]} drawn={inFrame(issue, image.id, book)} side={SIDE} />
        </li>
      ))}
    </ul>
  )
}

/** Only the suspect itself is known to lie in its own frame. */
function inFrame({ image, label, prediction }: IssueItem, frame: number, book: ClassBook) {
  const subject = label ?? prediction
  return image.id === frame && subject !== null ? [shapeOf(subject, book.look(subject.class_id))] : []
}

function Also({ witnesses }: { readonly witnesses: readonly Witness[] }) {
  return (
    <details className={styles.also}>
      <summary>{witnesses.length === 1 ? 'One more reason' : `${witnesses.length} more reasons`}</summary>
      <ul>
        {witnesses.map(({ detector, title, chance, sentence }) => (
          <li key={detector}>
            <b title={title}>{percent(chance)}</b> {sentence}
          </li>
        ))}
      </ul>
    </details>
  )
}
