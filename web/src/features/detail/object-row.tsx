import { memo } from 'react'
import type { ImageObject } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { classNames } from '@/lib/class-names'
import { outcomeWords } from '@/lib/outcomes'
import { ratio } from '@/lib/words'
import type { ClassLook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import styles from './object-row.module.css'

interface ObjectRowProps {
  readonly object: ImageObject
  readonly look: ClassLook
  readonly chosen: boolean
  readonly hovered: boolean
  readonly onHover: (id: string | null) => void
  readonly onChoose: (id: string | null) => void
}

/** One label or prediction in the list; lights up with its shape. */
export const ObjectRow = memo(function ObjectRow(props: ObjectRowProps) {
  const { object, look, chosen, hovered, onHover, onChoose } = props
  const words = outcomeWords(object.source, object.outcome)
  const id = shapeId(object)
  return (
    <button
      type="button"
      className={classNames(styles.row, hovered && styles.hovered, chosen && styles.chosen)}
      aria-pressed={chosen}
      onPointerEnter={() => onHover(id)}
      onFocus={() => onHover(id)}
      onClick={() => onChoose(chosen ? null : id)}
    >
      <i
        className={object.source === 'label' ? styles.solid : styles.dashed}
        style={{ color: look.colour }}
        aria-hidden="true"
      />
      <ClassBadge colour={look.colour} mark={look.mark} />
      <span className={styles.name}>{look.name}</span>
      {object.is_crowd && <span className={styles.note}>crowd</span>}
      {object.changed_by !== null && <span className={styles.changed} title="Changed by hand" />}
      {words !== null && (
        <span className={styles.outcome} data-tone={words.tone} title={words.term}>
          {words.text}
        </span>
      )}
      {object.score !== null && <span className={styles.score}>{ratio(object.score)}</span>}
    </button>
  )
})
