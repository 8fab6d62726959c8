import type { Segment } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { ago } from '@/lib/times'
import { amount, number, percent } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { doneShare, sizeWords } from '../state-words'
import styles from './board.module.css'

interface SegmentCardProps {
  readonly segment: Segment
  /** What it is for, in words. */
  readonly kind: string
  readonly onDrag: (segment: Segment | null) => void
}

/** A segment on the board: what it is, how much, how far, whose, since when. */
export function SegmentCard({ segment, kind, onDrag }: SegmentCardProps) {
  const { id, name, items, assignee, made_at: madeAt } = segment
  return (
    <div draggable={READ_ONLY === null} className={styles.card} onDragStart={() => onDrag(segment)} onDragEnd={() => onDrag(null)}>
      <PlaceLink page="segments" patch={{ segment: id }} className={styles.open}>
        <b>{name}</b>
      </PlaceLink>
      <span className={styles.facts}>
        {kind} · {items === null ? 'query' : 'list'}
      </span>
      <span className={styles.facts}>{sizeWords(segment)}</span>
      <Progress segment={segment} />
      <span className={styles.foot}>
        {assignee === '' ? <span>nobody</span> : <span className={styles.person}>{assignee}</span>}
        {madeAt !== null && <time dateTime={madeAt}>{ago(madeAt)}</time>}
      </span>
    </div>
  )
}

/** How many of the items are done; nothing for a query. */
export function Progress({ segment }: { readonly segment: Segment }) {
  const share = doneShare(segment)
  if (share === null) return null
  const words = `${number(segment.done)} of ${amount(segment.total ?? 0, 'item')} done`
  return (
    <span className={styles.progress} title={words}>
      <span className={styles.track} role="progressbar" aria-label={words} aria-valuenow={Math.round(share * 100)}>
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <em>{percent(share)}</em>
    </span>
  )
}
