import { useActions } from '@/actions/registry'
import { number } from '@/lib/words'
import { useCurrent } from '@/state/current'
import { useGo } from '@/state/place'
import { offerSegment } from '@/state/segment-offer'
import { EVERYTHING, NOTHING, select, selectedCount, useSelection } from '@/state/selection'
import { Button } from '@/ui/button'
import { Tabs } from '@/ui/tabs'
import { DrawnLines } from './drawn-lines'
import { FixVerbs } from './fix-verbs'
import { ORDERS, type OrderName, type ResultList } from './result-list'
import styles from './results.module.css'
import { useReviewResults } from './use-review-results'
import { useTarget } from './use-target'

interface ResultsBarProps {
  readonly dataset: number
  readonly list: ResultList
  readonly order: OrderName
  readonly total: number
}

/** Over the results: their order, what is drawn of them, how many are ticked, and what can be done with these. */
export function ResultsBar({ dataset, list, order, total }: ResultsBarProps) {
  const go = useGo()
  const rows = useSelection((state) => state.rows)
  // Labels of whole images have neither overlap nor size.
  const isWhole = useCurrent()?.dataset.task === 'classification'
  const orders = isWhole ? ORDERS.filter(({ order: by }) => by !== 'iou' && by !== 'size') : ORDERS
  const target = useTarget(list)
  const ticked = selectedCount(rows, total)
  const offer = (): void => offerSegment({ scope: { dataset, run: list.run }, target, count: ticked })
  const review = useReviewResults(list)
  useActions([
    { id: 'results.review', label: 'Review on the wall', group: 'Selection', keys: ['shift+r'], keywords: 'crops marks', edits: true, when: () => total > 0, perform: review },
    { id: 'results.segment', label: 'Add to segment', group: 'Selection', keys: ['s'], edits: true, when: () => ticked > 0, perform: offer },
  ])
  return (
    <div className={styles.bar} role="toolbar" aria-label="Results" data-ticked={ticked > 0}>
      <Tabs label="Order of the results" value={order} tabs={orders} onChange={(next) => go({ order: next === 'confidence-down' ? null : next }, { replace: true })} />
      <div className={styles.middle}>
        <DrawnLines />
        <span className={styles.ticked} aria-live="polite">
          {ticked === 0 ? '' : `${number(ticked)} of ${number(total)} ticked`}
        </span>
        {ticked > 0 && <FixVerbs target={target} rows={rows} />}
        {ticked < total && (
          <Button title="Ctrl A" onClick={() => select(EVERYTHING)}>
            Select all {number(total)}
          </Button>
        )}
        {ticked > 0 && (
          <Button variant="quiet" onClick={() => select(NOTHING)}>
            Deselect all
          </Button>
        )}
      </div>
      <Button edits keys="shift+r" disabled={total === 0} title={ticked === 0 ? 'All of the lit cells, as a wall of crops' : 'The ticked ones, as a wall of crops'} onClick={review}>
        Review
      </Button>
      <Button edits variant="primary" keys="s" disabled={ticked === 0} onClick={offer}>
        Add to segment
      </Button>
    </div>
  )
}
