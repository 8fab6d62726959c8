import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import type { Autotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'
import { TYPED_EDITS } from '@/lib/base-path'
import { amount, number } from '@/lib/words'
import { useGo } from '@/state/place'
import { offerSegment } from '@/state/segment-offer'
import { Button, IconButton } from '@/ui/button'
import styles from './autotag.module.css'
import { useCount } from './items'
import { resultQuery } from './result-query'

/** The name of an autotag, what it was taught, and what can be done with it. */
export function AutotagHead({ autotag }: { readonly autotag: Autotag }) {
  const go = useGo()
  const transport = useTransport()
  const { change } = useEditing()
  const query = resultQuery(autotag)
  const found = useCount(autotag, query)
  const done = (): void => go({ q: query, level: autotag.level, sort: autotag.field, desc: true }, { page: 'explore' })
  const keep = (): void => offerSegment({ scope: { dataset: autotag.dataset, run: null }, target: { rows: { dataset: autotag.dataset, level: autotag.level, query } }, count: found ?? 0 })
  const remove = async (): Promise<void> => {
    const removed = await change(() => transport.removeAutotag(autotag.id))
    if (removed !== null) go({ tag: null })
  }
  useActions([
    { id: 'autotag.done', label: `Open what “${autotag.name}” finds`, group: 'Query', keys: ['o'], keywords: 'explore result done', perform: done },
    { id: 'autotag.segment', label: 'Add the result to a segment', group: 'Query', keys: ['s'], edits: true, when: () => (found ?? 0) > 0, perform: keep },
    { id: 'autotag.remove', label: `Remove “${autotag.name}”`, group: 'Query', edits: true, perform: () => void remove() },
  ])
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <Name key={autotag.name} autotag={autotag} />
        <span className={styles.facts}>
          <code>{autotag.field}</code> · {amount(autotag.yes.length, 'yes', 'yes')} · {number(autotag.no.length)} no
        </span>
      </div>
      <IconButton icon="trash" edits label={`Remove “${autotag.name}”`} onClick={() => void remove()} />
      <Button icon="bookmark" keys="S" edits disabled={!found} onClick={keep}>
        Add result to a segment
      </Button>
      <Button variant="primary" keys="O" onClick={done}>
        {found === null ? 'Open the result' : `Done: open ${number(found)}`}
      </Button>
    </header>
  )
}

/** The name, which can be changed where it stands: Enter keeps, Escape leaves it. */
function Name({ autotag }: { readonly autotag: Autotag }) {
  const transport = useTransport()
  const { change } = useEditing()
  const [name, setName] = useState(autotag.name)
  const rename = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (name.trim() === '' || name.trim() === autotag.name) return setName(autotag.name)
    const done = await change(async () => (await transport.renameAutotag(autotag.id, name)).change)
    if (done === null) setName(autotag.name)
  }
  return (
    <form onSubmit={(event) => void rename(event)}>
      <input
        className={styles.name}
        aria-label="Name of the autotag"
        title="Change the name"
        value={name}
        size={Math.max(name.length, 6)}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setName(autotag.name)
          event.currentTarget.blur()
        }}
        onBlur={() => void rename()}
        {...TYPED_EDITS}
      />
    </form>
  )
}
