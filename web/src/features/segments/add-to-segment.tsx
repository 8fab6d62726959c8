import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { segmentKindsQuery, segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Segment } from '@/api/types'
import { amount } from '@/lib/words'
import { type ExploreLevel, useGo } from '@/state/place'
import type { SegmentOffer } from '@/state/segment-offer'
import { toast } from '@/state/toasts'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Segmented } from '@/ui/segmented'
import styles from './add-to-segment.module.css'
import { NewSegment } from './new-segment'
import { EMPTY_DRAFT, frozen, isReady, requestOf, type SegmentDraft, standing } from './segment-draft'
import { StandingSegments } from './standing-segments'

interface AddToSegmentProps extends SegmentOffer {
  readonly onClose: () => void
}

/** Puts some objects into a segment: a new one, or one that stands. Enter adds. */
export function AddToSegment({ scope, target, count, onClose }: AddToSegmentProps) {
  const transport = useTransport()
  const go = useGo()
  const { addToSegment } = useEditing()
  const { data: segments = [] } = useQuery(segmentsQuery(transport, scope.dataset))
  const { data: templates = [] } = useQuery(segmentKindsQuery(transport))
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<SegmentDraft>): void => setDraft((now) => ({ ...now, ...part }))
  const ready = isReady(draft, segments) && !busy

  const open = (segment: Segment): void => go({ q: segment.query, level: segment.level as ExploreLevel }, { page: 'explore' })
  const add = async (): Promise<void> => {
    setBusy(true)
    try {
      const chosen = typeof target === 'function' ? await target() : target
      const added = await addToSegment(requestOf(draft, { scope, target: chosen, segments, templates }), open)
      if (added !== null) onClose()
    } catch (error) {
      const { message, hint } = explain(error)
      toast({ tone: 'bad', text: message, hint })
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void add()
  }
  const there = frozen(segments)
  return (
    <Dialog label={`Add ${amount(count, 'item')} to a segment`} width={540} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <header className={styles.head}>
          <h2>Add to segment</h2>
          <span>{amount(count, 'item')}</span>
        </header>
        {there.length > 0 && (
          <Segmented
            label="Which segment"
            fill
            value={draft.isNew ? 'new' : 'standing'}
            options={[
              { value: 'new', label: 'New segment' },
              { value: 'standing', label: `Existing segment (${there.length})` },
            ]}
            onChange={(way) => change({ isNew: way === 'new' })}
          />
        )}
        {draft.isNew ? (
          <NewSegment draft={draft} templates={templates} taken={standing(draft, segments)} onChange={change} />
        ) : (
          <StandingSegments draft={draft} segments={there} templates={templates} onChange={change} onPick={() => void add()} />
        )}
        <footer className={styles.foot}>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keys="Enter" disabled={!ready} onClick={submit}>
            {verb(draft, count, standing(draft, segments))}
          </Button>
        </footer>
        {/* Enter in a field submits only a form that has a button for it; the one above is no such button by house rule. */}
        <input type="submit" hidden aria-hidden />
      </form>
    </Dialog>
  )
}

/** "Make a segment of 75 items", "Add 75 items to Unlabelled masks". */
function verb({ isNew }: SegmentDraft, count: number, chosen: Segment | undefined): string {
  if (chosen !== undefined) return `Add ${amount(count, 'item')} to ${chosen.name}`
  return isNew ? `Make a segment of ${amount(count, 'item')}` : `Add ${amount(count, 'item')}`
}
