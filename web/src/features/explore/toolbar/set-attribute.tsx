import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import { keys } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Edit, EditPreview, Selection } from '@/api/types'
import { useDebounced } from '@/lib/use-debounced'
import { type AttributeValue, attributeText, attributeValue } from '@/lib/attribute-text'
import { amount, number } from '@/lib/words'
import { NOTHING, select } from '@/state/selection'
import { Button, IconButton } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { takeFocus } from '@/ui/take-focus'
import styles from './edit-dialog.module.css'

const PAUSE_MS = 250
const KEYS = 'shift+a'

interface SetAttributeProps {
  readonly target: Selection
  readonly count: number
}

/** Sets an attribute of all selected labels, and is nothing at other levels: what there is now is told before, and undo takes it back at once. */
export function SetAttribute({ target, count }: SetAttributeProps) {
  const [isOpen, setOpen] = useState(false)
  const label = `Set an attribute of ${amount(count, 'label')}`
  const isOfLabels = target.level === 'annotation'
  const open = (): void => setOpen(true)
  useActions([{ id: 'selection.attribute', label, group: 'Selection', keys: [KEYS], keywords: 'property tag value bulk', edits: true, when: () => isOfLabels, perform: open }])
  if (!isOfLabels) return null
  return (
    <>
      <IconButton edits icon="explain" variant="default" label={label} keys="Shift A" onClick={open} />
      {isOpen && <Asked target={target} label={label} onClose={() => setOpen(false)} />}
    </>
  )
}

interface AskedProps {
  readonly target: Selection
  readonly label: string
  readonly onClose: () => void
}

function Asked({ target, label, onClose }: AskedProps) {
  const { edit } = useEditing()
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const value = text.trim() === '' ? null : attributeValue(text)
  const request = requestOf(target, name, value)
  const set = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (request === null) return
    onClose()
    if ((await edit(request)) !== null) select(NOTHING)
  }
  return (
    <Dialog label={label} width={440} onClose={onClose}>
      <form className={styles.dialog} onSubmit={(event) => void set(event)}>
        <h2>{label}</h2>
        <label>
          Attribute
          <input data-autofocus ref={takeFocus} maxLength={200} placeholder="occluded" value={name} onChange={({ target: field }) => setName(field.value)} />
        </label>
        <label>
          Value
          <input maxLength={2000} placeholder="true, 3.5, red; empty takes it away" value={text} onChange={({ target: field }) => setText(field.value)} />
        </label>
        <Preview request={request} value={value} />
        <footer>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keys="Enter" disabled={request === null} onClick={() => void set()}>
            {value === null ? 'Take it away' : 'Set it'}
          </Button>
        </footer>
        <input type="submit" hidden aria-hidden />
      </form>
    </Dialog>
  )
}

function requestOf(target: Selection, name: string, value: AttributeValue | null): (Edit & { action: 'set_attributes' }) | null {
  return name.trim() === '' ? null : { action: 'set_attributes', target, values: { [name.trim()]: value } }
}

/** What would be different: asked once the person pauses. */
function Preview({ request, value }: { readonly request: ReturnType<typeof requestOf>; readonly value: AttributeValue | null }) {
  const transport = useTransport()
  // As text: an object is another one each time the dialog is drawn.
  const asked = JSON.parse(useDebounced(JSON.stringify(request), PAUSE_MS)) as typeof request
  const { data, error } = useQuery({
    queryKey: [...keys.all, 'attribute-preview', asked],
    queryFn: ({ signal }) => (asked === null ? null : transport.previewEdit(asked, signal)),
    enabled: asked !== null,
    placeholderData: (before) => before,
  })
  if (error !== null) return <p role="alert">{explain(error).message}</p>
  if (request === null || data == null) return <p className={styles.preview}>What changes is told here.</p>
  return (
    <div className={styles.preview} role="status">
      <p>{changeWords(data)}</p>
      <ul>
        {data.by_value.map((row) => (
          <li key={JSON.stringify(row.value)}>
            {number(row.count)}: {valueWords(row.value)} {row.same ? 'stays' : `→ ${valueWords(value)}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

const valueWords = (value: AttributeValue | null): string => (value === null ? 'none' : attributeText(value))

/** "3 of 12 labels change." */
export function changeWords({ rows, by_value }: EditPreview): string {
  const same = by_value.reduce((sum, row) => sum + (row.same ? row.count : 0), 0)
  if (same === rows) return 'Nothing changes: all have that value.'
  return same === 0 ? `${amount(rows, 'label')} ${rows === 1 ? 'changes' : 'change'}.` : `${number(rows - same)} of ${amount(rows, 'label')} change.`
}
