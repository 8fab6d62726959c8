import { useQuery } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Edit, EditPreview } from '@/api/types'
import { number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { useClasses } from '@/state/current'
import { Button } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { Dialog } from '@/ui/dialog'
import { takeFocus } from '@/ui/take-focus'
import styles from './edit-dialog.module.css'

interface ConfirmEditProps {
  /** What is about to be done: "Delete 376 labels". */
  readonly label: string
  readonly edit: Edit
  readonly takesAway: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** An edit of all results of a query, of which most are not on screen: what it changes is told before it is done. */
export function ConfirmEdit({ label, edit, takesAway, onConfirm, onClose }: ConfirmEditProps) {
  const transport = useTransport()
  const { data, error } = useQuery({ queryKey: [...keys.all, 'edit-preview', edit], queryFn: ({ signal }) => transport.previewEdit(edit, signal) })
  const isIdle = data !== undefined && changing(edit, data) === 0
  return (
    <Dialog label={label} width={440} onClose={onClose}>
      <div className={styles.dialog}>
        <h2>{label}</h2>
        <div className={styles.preview} role="status">
          {error !== null ? explain(error).message : data === undefined ? 'What changes is counted…' : <Changes edit={edit} preview={data} />}
        </div>
        <footer>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button data-autofocus ref={takeFocus} variant={takesAway ? 'danger' : 'primary'} keys="Enter" disabled={isIdle} onClick={onConfirm}>
            {label}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

function Changes({ edit, preview }: { readonly edit: Edit; readonly preview: EditPreview }) {
  const classes = useClasses()
  return (
    <>
      <p>{changing(edit, preview) === 0 ? 'Nothing changes: all have that class.' : 'One change, which one press of U takes back.'}</p>
      <ul>
        {preview.by_class.map(({ class_id, count }) => {
          const { colour, mark, name } = classes.look(class_id)
          return (
            <li key={class_id}>
              {number(count)} <ClassBadge colour={colour} mark={mark} size="small" /> {name} {becomes(edit, class_id, classes)}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** How many rows will be other than they are. */
export function changing(edit: Edit, { rows, by_class }: EditPreview): number {
  if (edit.action !== 'relabel') return rows
  return by_class.reduce((sum, { class_id, count }) => sum + (class_id === edit.class_id ? 0 : count), 0)
}

function becomes(edit: Edit, classId: number, classes: ClassBook): string {
  if (edit.action === 'relabel') return edit.class_id === classId ? 'stay' : `→ ${classes.look(edit.class_id).name}`
  if (edit.action === 'delete') return 'deleted'
  return edit.action === 'accept' ? 'become labels' : ''
}
