import { useQuery } from '@tanstack/react-query'
import { useEditing } from '@/actions/editing'
import { keys } from '@/api/queries'
import type { HistoryStep } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import type { ImageObject, ImageRef } from '@/api/types'
import { shapeOf } from '@/canvas/shape-of'
import { ThenAndNow } from '@/canvas/then-and-now'
import { ago } from '@/lib/times'
import { type Conflict, setConflict, useConflict } from '@/state/conflict'
import { useClasses } from '@/state/current'
import { changesOf, changeWords } from '@/state/label-changes'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Skeleton } from '@/ui/skeleton'
import { Told } from '@/actions/told'
import styles from './conflict-dialog.module.css'
import { asEdited } from './as-edited'

const SIDE_PX = 280

/** Someone changed the label while one edited it: who, what, both drawn, and whose stays (V6.3). */
export function ConflictDialog() {
  const conflict = useConflict((state) => state.conflict)
  return conflict === null ? null : <Asked conflict={conflict} />
}

function Asked({ conflict }: { readonly conflict: Conflict }) {
  const transport = useTransport()
  // Asked for anew each time: what is cached is what was known before.
  const asked = useQuery({ queryKey: [...keys.all, 'label-since', conflict.label.id, conflict.seen], queryFn: ({ signal }) => transport.labelHistory(conflict.label.id, signal), gcTime: 0 })
  return (
    <Dialog label="Changed meanwhile" width={640} onClose={keepTheirs}>
      <div className={styles.dialog}>
        <h2>Someone changed this label meanwhile</h2>
        {asked.isPending ? (
          <Asking />
        ) : (
          <Told asked={asked} height={340}>
            {(history) => <Both conflict={conflict} image={history.image} since={history.steps.filter(({ change }) => change.id > conflict.seen)} />}
          </Told>
        )}
        {asked.data === undefined && (
          <footer>
            <Button keys="Escape" onClick={keepTheirs}>
              Keep theirs
            </Button>
          </footer>
        )}
      </div>
    </Dialog>
  )
}

/** The dialog stands the moment the edit is refused: it says at once what it waits for. */
function Asking() {
  return (
    <>
      <p role="status">Asking who changed it, and what stands now…</p>
      <Skeleton height={SIDE_PX} />
    </>
  )
}

const keepTheirs = (): void => setConflict(null)

interface BothProps {
  readonly conflict: Conflict
  readonly image: ImageRef
  /** What happened to the label since the person looked, oldest first. */
  readonly since: readonly HistoryStep[]
}

function Both({ conflict: { edit, label }, image, since }: BothProps) {
  const classes = useClasses()
  const { edit: send } = useEditing()
  const last = since.at(-1)
  const theirs = last === undefined ? label : last.after
  const mine = asEdited(edit, label)
  const nameOf = (id: number): string => classes.look(id).name
  const shapes = (object: ImageObject | null) => (object === null ? [] : [shapeOf(object, classes.look(object.class_id))])
  const theirChanges = changesOf(label, theirs)
  const isSame = changesOf(theirs, mine).length === 0
  const both = mine !== null && theirs !== null && !changesOf(label, mine).some((change) => theirChanges.includes(change))
  const repeat = (): void => {
    setConflict(null)
    void send({ ...edit, seen: { [label.id]: theirs?.changed_by ?? 0 } })
  }
  return (
    <>
      <ul>
        {since.map(({ change, before, after }) => (
          <li key={change.id}>
            <b>{change.author || 'someone'}</b> {ago(change.at)}: {changeWords(before, after, nameOf)}
            {change.reason !== '' && ` “${change.reason}”`}
          </li>
        ))}
      </ul>
      {!isSame && (
        <ThenAndNow
          image={image}
          side={SIDE_PX}
          sides={[
            { title: `Theirs: ${theirs === null ? 'deleted' : nameOf(theirs.class_id)}`, shapes: shapes(theirs) },
            { title: `Yours: ${mine === null ? 'deleted' : nameOf(mine.class_id)}`, shapes: shapes(mine) },
          ]}
        />
      )}
      <p>{isSame ? 'You both did the same: there is nothing left to decide.' : advice(theirs, both)}</p>
      <footer>
        <Button keys="Escape" onClick={keepTheirs}>
          {isSame ? 'Close' : 'Keep theirs'}
        </Button>
        {theirs !== null && !isSame && (
          <Button variant="primary" onClick={repeat}>
            {both ? 'Keep both' : 'Use mine'}
          </Button>
        )}
      </footer>
    </>
  )
}

function advice(theirs: ImageObject | null, both: boolean): string {
  if (theirs === null) return 'The label is gone, so your edit has nothing to be made on. Undo in the history brings it back.'
  if (both) return 'The two do not touch the same thing: both can be kept.'
  return 'Whatever you choose stands in the history, and can be undone.'
}
