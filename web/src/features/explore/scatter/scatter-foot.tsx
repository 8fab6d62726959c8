import type { Scatter } from '@/api/types'
import { amount, number } from '@/lib/words'
import type { Area } from '@/math/plane'
import type { ClassBook } from '@/state/class-book'
import { useGo, usePlace } from '@/state/place'
import { offerSegment } from '@/state/segment-offer'
import { useSelection } from '@/state/selection'
import { Button } from '@/ui/button'
import type { ResultSpec } from '../spec'
import { selectedTarget } from '../toolbar/selection-target'
import { Legend } from './legend'
import { listOf, withBox } from './narrow'
import styles from './scatter.module.css'

interface ScatterFootProps {
  readonly scatter: Scatter
  readonly spec: ResultSpec
  readonly classes: ClassBook
  /** The inks of the values. */
  readonly palette: Uint32Array
  /** The box that was drawn last. */
  readonly box: Area | null
  readonly isWhole: boolean
  readonly onShowAll: () => void
  readonly onSelectView: () => void
}

/** How many points there are, and what can be done with those that were drawn around. */
export function ScatterFoot({ scatter, spec, classes, palette, box, isWhole, onShowAll, onSelectView }: ScatterFootProps) {
  const go = useGo()
  const query = usePlace((place) => place.q)
  const rows = useSelection((state) => state.rows)
  const count = rows.all ? 0 : rows.ids.size
  const keep = (): void => offerSegment({ scope: { dataset: spec.dataset, run: spec.run }, target: { rows: selectedTarget(rows, spec) }, count })
  const listed = count === 0 ? null : listOf(rows.ids)
  const narrow = (area: Area): void => go({ q: withBox(query, { x: scatter.x.name, y: scatter.y.name }, area), sel: '', area: null })
  return (
    <div className={styles.foot}>
      <span>{pointWords(scatter)}</span>
      {count > 0 ? (
        <>
          {listed !== null && (
            <Button size="small" variant="primary" onClick={() => go({ view: null, q: listed, sel: '' })}>
              List {number(count)} in the grid
            </Button>
          )}
          <Button edits size="small" keys="s" title={listed === null ? 'They are too many for a query: a segment lists any number' : undefined} onClick={keep}>
            Add {number(count)} to a segment
          </Button>
          {box !== null && (
            <Button size="small" onClick={() => narrow(box)}>
              Narrow the query to the box
            </Button>
          )}
        </>
      ) : (
        <>
          <Button size="small" keys="v" onClick={onSelectView}>
            Select the points on screen
          </Button>
          {!isWhole && (
            <Button size="small" variant="quiet" keys="0" onClick={onShowAll}>
              Show all points
            </Button>
          )}
        </>
      )}
      <span className={styles.gap} />
      <Legend scatter={scatter} palette={palette} classes={classes} />
    </div>
  )
}

function pointWords({ ids, total }: Scatter): string {
  return ids.length < total ? `${number(ids.length)} of ${amount(total, 'point')}, drawn at random` : amount(total, 'point')
}
