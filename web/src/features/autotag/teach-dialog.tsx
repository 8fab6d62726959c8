import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Autotag, TaughtAutotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'
import { amount } from '@/lib/words'
import type { AutotagOffer } from '@/state/autotag-offer'
import { useGo } from '@/state/place'
import { NOTHING, select } from '@/state/selection'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import styles from './autotag.module.css'

interface TeachDialogProps extends AutotagOffer {
  readonly onClose: () => void
}

/** Makes an autotag of some examples, or teaches one that stands with them. Enter makes it. */
export function TeachDialog({ dataset, level, ids, onClose }: TeachDialogProps) {
  const transport = useTransport()
  const go = useGo()
  const { change } = useEditing()
  const { data: all = [] } = useQuery(autotagsQuery(transport, dataset))
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const standing = all.filter((autotag) => autotag.level === level)
  const items = amount(ids.length, level === 'image' ? 'image' : 'label')
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
    <Dialog label={`Teach an autotag with ${items}`} width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={make}>
        <header className={styles.formHead}>
          <h2>Teach an autotag</h2>
          <span>{items} as examples</span>
        </header>
        <label className={styles.label}>
          Name of a new one
          <input className={styles.input} data-autofocus placeholder="police car" value={name} maxLength={200} onChange={({ target }) => setName(target.value)} />
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
    </Dialog>
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
