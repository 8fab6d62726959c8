import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { ExportMenu } from '@/actions/export-menu'
import type { Acquisition } from '@/api/field-types'
import { segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Scope, Segment } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { amount } from '@/lib/words'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { choiceWords, freeName, useChoice } from './choice'
import styles from './choose-next.module.css'

interface KeepProps {
  readonly scope: Scope
  readonly query: string
  readonly found: Acquisition
  readonly stale: boolean
}

/** Keeps the choice as a collection campaign that says how it was made; once kept it can be shown and exported. */
export function Keep({ scope, query, found, stale }: KeepProps) {
  const choice = useChoice()
  const go = useGo()
  const { addToSegment } = useEditing()
  const { data: segments } = useQuery(segmentsQuery(useTransport(), scope.dataset))
  const [typed, setTyped] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState<Segment | null>(null)
  const taken = (segments ?? []).map(({ name }) => name)
  const name = typed ?? freeName(taken)
  const isTaken = kept === null && taken.includes(name.trim())
  const ready = segments !== undefined && name.trim() !== '' && !isTaken && !busy && !stale

  const show = (segment: Segment): void => {
    go({ next: null, q: segment.query, level: 'image', view: null, sort: null, desc: false }, { page: 'explore' })
  }
  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!ready || READ_ONLY !== null) return
    setBusy(true)
    const image = found.images.map(({ id }) => id)
    const fields = { target_count: image.length, notes: choiceWords(found, choice, query) }
    const added = await addToSegment({ dataset: scope.dataset, image, annotation: [], prediction: [], name: name.trim(), kind: 'collection_campaign', fields }, show)
    setKept(added?.segment ?? null)
    setBusy(false)
  }
  if (kept !== null) {
    return (
      <footer className={styles.foot}>
        <span className={styles.note}>
          Kept as <b>{kept.name}</b>
        </span>
        <ExportMenu dataset={scope.dataset} query={kept.query} />
        <Button variant="primary" onClick={() => show(kept)}>
          Show in Explore
        </Button>
      </footer>
    )
  }
  return (
    <form className={styles.foot} onSubmit={(event) => void keep(event)}>
      {isTaken && <span className={styles.note}>There is a segment of this name: choose another one.</span>}
      <input className={styles.input} aria-label="Name of the segment" aria-invalid={isTaken} value={name} onChange={(event) => setTyped(event.currentTarget.value)} />
      <Button edits variant="primary" disabled={!ready} onClick={(event) => void keep(event)}>
        Keep {amount(found.images.length, 'image')} as a segment
      </Button>
      <input type="submit" hidden aria-hidden />
    </form>
  )
}
