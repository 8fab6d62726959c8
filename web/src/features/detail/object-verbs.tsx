import type { ImageObject } from '@/api/types'
import { boxOf } from '@/canvas/shape-of'
import type { ImageBox } from '@/math/points'
import { Button } from '@/ui/button'
import { Attributes } from './attributes'
import type { DetailVerbs } from './detail-actions'
import { isPending } from './label-edits'
import { ObjectHistory } from './object-history'
import styles from './object-verbs.module.css'

interface ObjectVerbsProps {
  readonly object: ImageObject
  /** Where the box is while it is being moved; null at rest. */
  readonly box: ImageBox | null
  readonly verbs: DetailVerbs
}

/** What can be done to the chosen object, where exactly it is, and who changed it last. */
export function ObjectVerbs({ object, box, verbs }: ObjectVerbsProps) {
  const place = box ?? boxOf(object)
  return (
    <div ref={reveal} className={styles.verbs}>
      {place !== null && (
        <dl className={styles.place} aria-label="Place of the box">
          {(['x', 'y', 'w', 'h'] as const).map((side) => (
            <div key={side}>
              <dt>{side}</dt>
              <dd>{pixels(place[side])}</dd>
            </div>
          ))}
        </dl>
      )}
      {object.source === 'label' ? (
        <div className={styles.buttons}>
          <Button edits size="small" keys="c" disabled={isPending(object)} onClick={() => verbs.pickClass(object)}>
            Change class
          </Button>
          <Button
            edits
            size="small"
            keys="d"
            variant="danger"
            disabled={isPending(object)}
            onClick={() => verbs.remove(object)}
          >
            Delete
          </Button>
        </div>
      ) : (
        <div className={styles.buttons}>
          <Button edits size="small" keys="a" variant="primary" onClick={() => verbs.accept(object)}>
            Add as label
          </Button>
          <Button edits size="small" keys="c" onClick={() => verbs.pickClass(object)}>
            As another class
          </Button>
        </div>
      )}
      <div className={styles.buttons}>
        <Button size="small" icon="alike" keys="Shift L" disabled={isPending(object)} onClick={() => verbs.findAlike(object)}>
          Find look-alikes
        </Button>
      </div>
      <Attributes object={object} onSet={verbs.setAttributes} />
      {object.source === 'label' && !isPending(object) && <ObjectHistory key={object.id} label={object.id} />}
    </div>
  )
}

// The row that these verbs belong to comes into sight when it is chosen in the picture.
const reveal = (element: HTMLElement | null): void => element?.parentElement?.scrollIntoView({ block: 'nearest' })

const pixels = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))
