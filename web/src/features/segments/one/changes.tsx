import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ImageDifferences } from '@/actions/image-differences'
import { segmentChangesQuery } from '@/api/segment-queries'
import type { ItemInImage, SegmentChanges } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { Segment } from '@/api/types'
import { SHOWN } from '@/lib/base-path'
import { amount, number } from '@/lib/words'
import { countWords } from '@/state/label-changes'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import { itemWords } from '../state-words'
import styles from './one.module.css'

const PAGE = 12
const MOST = 200
const WAITING_PX = 480
const TITLES = ['when it came in', SHOWN] as const
const NOUNS = { image: 'Image', annotation: 'Label', prediction: 'Prediction', issue: 'Suspect' } as const

/** What became of the labels in the images of the items: old and new of each, side by side (I10, V1.13). */
export function Changes({ segment }: { readonly segment: Segment }) {
  const [pages, setPages] = useState(1)
  const asked = useQuery(segmentChangesQuery(useTransport(), segment.id, Math.min(pages * PAGE, MOST)))
  return (
    <div className={styles.changes}>
      <Told asked={asked} height={WAITING_PX}>
        {(found) => <Found segment={segment} found={found} onMore={() => setPages(pages + 1)} />}
      </Told>
    </div>
  )
}

interface FoundProps {
  readonly segment: Segment
  readonly found: SegmentChanges
  readonly onMore: () => void
}

function Found({ segment, found: { images, items, diff }, onMore }: FoundProps) {
  if (diff.total === 0) {
    return (
      <EmptyState icon="history" title="Its labels are what they were when they came in">
        <p>Export it, have it relabelled and import the file: what is different then stands here, old and new. Edits made here do too.</p>
      </EmptyState>
    )
  }
  const shown = Math.min(diff.total, MOST)
  return (
    <>
      <p role="status">
        Labels: {countWords(diff.labels)}, in {number(diff.total)} of {amount(images, 'image')}. {number(segment.done)} of {amount(segment.total ?? 0, 'item')} done.
      </p>
      <ImageDifferences images={diff.images} titles={TITLES} note={(image) => <States items={items.filter((item) => item.image === image)} />} />
      {diff.images.length < shown && <Button onClick={onMore}>Show more images</Button>}
      {diff.images.length === MOST && diff.total > MOST && <p>{amount(diff.total - MOST, 'more image')}: the page History, Compare lists all, from a version on.</p>}
    </>
  )
}

/** Where each item of an image stands. */
function States({ items }: { readonly items: readonly ItemInImage[] }) {
  return (
    <ul className={styles.states} aria-label="Its items">
      {items.map(({ level, id, error, done }) => (
        <li key={`${level}.${id}`} data-done={done !== null}>
          {NOUNS[level]} {id}: {itemWords({ error, done }) || 'waits for a person'}
        </li>
      ))}
    </ul>
  )
}
