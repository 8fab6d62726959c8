import { useActions } from '@/actions/registry'
import { number } from '@/lib/words'
import { useGo } from '@/state/place'
import { reviewOf } from '@/state/review-door'
import { offerSegment } from '@/state/segment-offer'
import { NOTHING, select } from '@/state/selection'
import { Button } from '@/ui/button'
import type { ItemList } from './items'
import styles from './map.module.css'

interface MapVerbsProps {
  readonly list: ItemList
  readonly query: string | null
}

/** A query text holds so many ids; of more, keep a segment first. */
const MOST_IDS = 800

/** How many are selected on the map, and what can be done with them. */
export function MapVerbs({ list: { spec, ids }, query }: MapVerbsProps) {
  const go = useGo()
  const text = query ?? (ids.length <= MOST_IDS ? `id in (${ids.join(', ')})` : null)
  const suspects = spec.level === 'image' ? 'issues.count > 0' : 'issue_score >= 0'
  const list = (also = ''): void => {
    if (text !== null) go({ q: also === '' ? text : `(${text}) and ${also}`, level: spec.level }, { page: 'explore' })
  }
  const keep = (): void => offerSegment({ scope: { dataset: spec.dataset, run: spec.run }, target: { [spec.level]: ids }, count: ids.length })
  const some = (): boolean => ids.length > 0
  const isShort = (): boolean => some() && text !== null
  const review = (): void => {
    if (text !== null) go(reviewOf(spec.level, text), { page: 'review' })
  }
  useActions([
    { id: 'map.explore', label: `Open ${number(ids.length)} in Explore`, group: 'Selection', keys: ['e'], when: isShort, perform: () => list() },
    { id: 'map.review', label: `Review ${number(ids.length)} on the wall`, group: 'Selection', keys: ['r'], keywords: 'crops marks', edits: true, when: isShort, perform: review },
    { id: 'map.segment', label: `Add ${number(ids.length)} to a segment`, group: 'Selection', keys: ['s'], keywords: 'keep tag bucket', edits: true, when: some, perform: keep },
    { id: 'map.suspects', label: 'Show the suspects among them', group: 'Selection', keys: ['i'], keywords: 'issues errors find', when: isShort, perform: () => list(suspects) },
  ])
  const long = text === null ? `More than ${number(MOST_IDS)} without a query of their own: add them to a segment first` : undefined
  return (
    <div className={styles.verbs} role="toolbar" aria-label="Selection">
      <b aria-live="polite">{number(ids.length)} selected</b>
      <Button keys="E" disabled={!isShort()} title={long} onClick={() => list()}>
        Open in Explore
      </Button>
      <Button keys="R" disabled={!isShort()} title={long} edits onClick={review}>
        Review
      </Button>
      <Button keys="S" disabled={!some()} edits onClick={keep}>
        Add to a segment
      </Button>
      <Button keys="I" disabled={!isShort()} title={long} onClick={() => list(suspects)}>
        Suspects among them
      </Button>
      <Button variant="quiet" keys="Escape" onClick={() => select(NOTHING)}>
        Clear
      </Button>
    </div>
  )
}
