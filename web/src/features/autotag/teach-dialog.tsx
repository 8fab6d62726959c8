import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { EmbedOffer } from '@/actions/embed-offer'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Autotag, TaughtAutotag } from '@/api/autotag-types'
import { embeddingsQuery } from '@/api/embedding-queries'
import { useTransport } from '@/api/transport/context'
import { amount } from '@/lib/words'
import type { AutotagOffer } from '@/state/autotag-offer'
import { useGo } from '@/state/place'
import { NOTHING, select } from '@/state/selection'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { takeFocus } from '@/ui/take-focus'
import styles from './autotag.module.css'

interface TeachDialogProps extends AutotagOffer {
  readonly onClose: () => void
}

/** Makes an autotag of some examples, or teaches one that stands with them; where there are no vectors, makes those first. */
export function TeachDialog({ dataset, level, ids, onClose }: TeachDialogProps) {
  const { data } = useQuery(embeddingsQuery(useTransport(), dataset))
  const items = amount(ids.length, level === 'image' ? 'image' : 'label')
  const isEmbedded = data?.embeddings.some((embedding) => embedding.level === level)
  return (
    <Dialog label={`Teach an autotag with ${items}`} width={480} onClose={onClose}>
      {isEmbedded === false && (
        <EmbedOffer dataset={dataset} icon="tag" title="Teach an autotag">
          Items are told apart by their vectors, and there are none yet.
        </EmbedOffer>
      )}
      {isEmbedded === true && <Lesson dataset={dataset} level={level} ids={ids} items={items} onClose={onClose} />}
    </Dialog>
  )
}

/** Enter makes a new autotag of the name; a button beside one that stands answers for it. */
function Lesson({ dataset, level, ids, items, onClose }: TeachDialogProps & { readonly items: string }) {
  const transport = useTransport()
  const go = useGo()
  const { change } = useEditing()
  const { data: all = [] } = useQuery(autotagsQuery(transport, dataset))
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const standing = all.filter((autotag) => autotag.level === level)
  const ready = name.trim() !== '' && !busy

  const send = async (ask: () => Promise<TaughtAutotag>): Promise<void> => {
    setBusy(true)
    const reply: { taught: TaughtAutotag | null } = { taught: null }
    await change(async () => {
      reply.taught = await ask()
      return reply.taught.change
    })
    setBusy(false)
    if (reply.taught === null) return
    select(NOTHING)
    onClose()
    go({ tag: reply.taught.autotag.id }, { page: 'autotags' })
  }
  const make = (event?: FormEvent): void => {
    event?.preventDefault()
    if (ready) void send(() => transport.createAutotag({ dataset, name, level, yes: [...ids] }))
  }
  return (
    <form className={styles.form} onSubmit={make}>
      <header className={styles.formHead}>
        <h2>Teach an autotag</h2>
        <span>{items} as examples</span>
      </header>
      <label className={styles.label}>
        Name of a new one
        <input data-autofocus ref={takeFocus} className={styles.input} placeholder="police car" value={name} maxLength={200} onChange={({ target }) => setName(target.value)} />
      </label>
      {standing.length > 0 && <Standing autotags={standing} busy={busy} onTeach={(autotag, answer) => void send(() => transport.teachAutotag(autotag.id, { [answer]: [...ids] }))} />}
      <footer className={styles.formFoot}>
        <Button variant="quiet" keys="Escape" onClick={onClose}>Cancel</Button>
        <Button variant="primary" keys="Enter" disabled={!ready} onClick={make}>
          {busy ? 'Learning…' : 'Teach'}
        </Button>
      </footer>
      {/* Enter in a field submits only a form that has a button for it; the one above is no such button by house rule. */}
      <input type="submit" hidden aria-hidden />
    </form>
  )
}

interface StandingProps {
  readonly autotags: readonly Autotag[]
  readonly busy: boolean
  readonly onTeach: (autotag: Autotag, answer: 'yes' | 'no') => void
}

function Standing({ autotags, busy, onTeach }: StandingProps) {
  return (
    <fieldset className={styles.standing}>
      <legend>Or answer for them</legend>
      {autotags.map((autotag) => (
        <div key={autotag.id} className={styles.answerLine}>
          <b>{autotag.name}</b>
          <Button size="small" icon="check" disabled={busy} onClick={() => onTeach(autotag, 'yes')}>Yes</Button>
          <Button size="small" icon="close" disabled={busy} onClick={() => onTeach(autotag, 'no')}>No</Button>
        </div>
      ))}
    </fieldset>
  )
}
