import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import type { Segment, Selection } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { amount, number } from '@/lib/words'
import { NOTHING, select } from '@/state/selection'
import { Button } from '@/ui/button'
import styles from './one.module.css'

interface ItemVerbsProps {
  readonly segment: Segment
  /** How many items are selected, and which. */
  readonly count: number
  readonly target: Selection
  readonly onTick: (done: boolean) => void
}

/** What can be done with the selected items; without any, how far the work is. */
export function ItemVerbs({ segment, count, target, onTick }: ItemVerbsProps) {
  const { takeOutOfSegment } = useEditing()
  const some = (): boolean => count > 0
  const takeOut = (): void => {
    void takeOutOfSegment(segment.id, { rows: target, image: [], annotation: [], prediction: [] }).then((done) => done !== null && select(NOTHING))
  }
  useActions([
    { id: 'segment.done', label: `Done: ${amount(count, 'item')}`, group: 'Selection', keys: ['d'], edits: true, when: some, perform: () => onTick(true) },
    { id: 'segment.open', label: `Open ${amount(count, 'item')} again`, group: 'Selection', keys: ['shift+d'], edits: true, when: some, perform: () => onTick(false) },
    { id: 'segment.take-out', label: `Take ${amount(count, 'item')} out of the segment`, group: 'Selection', keys: ['shift+s'], edits: true, when: some, perform: takeOut },
  ])
  if (count === 0) {
    return (
      <p className={styles.bar}>
        {number(segment.done)} of {amount(segment.total ?? 0, 'item')} done.{READ_ONLY === null && ' Tick some, then D says they are done.'}
        {READ_ONLY === null && segment.kind === 'data_quality' && ' What was wrong and is mended is done by itself.'}
      </p>
    )
  }
  return (
    <p className={styles.bar}>
      <b>{number(count)} selected</b>
      <Button variant="primary" keys="D" edits onClick={() => onTick(true)}>
        Done
      </Button>
      <Button keys="Shift D" edits onClick={() => onTick(false)}>
        Open again
      </Button>
      <Button variant="danger" keys="Shift S" edits onClick={takeOut}>
        Take out
      </Button>
      <Button variant="quiet" keys="Escape" onClick={() => select(NOTHING)}>
        Clear
      </Button>
    </p>
  )
}
