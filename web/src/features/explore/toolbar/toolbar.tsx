import { useActions } from '@/actions/registry'
import { showFacets, useFacetsShown } from '@/state/facets-shown'
import { useGo, usePlace } from '@/state/place'
import { reviewOf } from '@/state/review-door'
import { useSelection } from '@/state/selection'
import { IconButton } from '@/ui/button'
import { Segmented } from '@/ui/segmented'
import type { Results } from '../use-results'
import { AlikeTo } from './alike-to'
import { FindByPicture } from './find-by-picture'
import { SelectionBar } from './selection-bar'
import { SortMenu } from './sort-menu'
import styles from './toolbar.module.css'
import { DrawControls, SizeControl } from './view-controls'

interface ToolbarProps {
  readonly results: Results
  readonly total: number
}

const VIEWS = [
  { value: 'grid', label: 'Grid', title: 'Pictures side by side' },
  { value: 'scatter', label: 'Scatter', title: 'Two numbers against each other (G)' },
] as const

/** Over the grid: what can be done with what is selected, what is drawn, in which order, how large. */
export function Toolbar({ results, total }: ToolbarProps) {
  const selecting = useSelection((state) => state.rows.all || state.rows.ids.size > 0)
  const filters = useFacetsShown((state) => state.shown)
  const go = useGo()
  const view = usePlace((place) => (place.view === 'scatter' ? 'scatter' : 'grid'))
  const toggle = (): void => showFacets(!filters)
  const review = (): void => go(reviewOf(results.spec.level, results.spec.query), { page: 'review' })
  useActions([
    { id: 'explore.review', label: 'Review what is listed, on the wall', group: 'Query', keys: ['r'], keywords: 'crops marks', edits: true, when: () => !selecting && total > 0, perform: review },
    { id: 'view.filters', label: filters ? 'Hide the filters' : 'Show the filters', group: 'View', keys: ['f'], perform: toggle },
    {
      id: 'view.scatter',
      label: view === 'grid' ? 'Show two numbers against each other' : 'Show the grid',
      group: 'View',
      keys: ['g'],
      keywords: 'scatter plot lasso',
      perform: () => go({ view: view === 'grid' ? 'scatter' : null }),
    },
  ])
  return (
    <div className={styles.bar} role="toolbar" aria-label="Grid" data-selecting={selecting}>
      <IconButton icon="filter" label={filters ? 'Hide the filters' : 'Show the filters'} keys="F" aria-expanded={filters} className={styles.filters} onClick={toggle} />
      <Segmented label="How the rows are shown" value={view} options={VIEWS} onChange={(next) => go({ view: next === 'grid' ? null : next })} />
      {selecting && <SelectionBar results={results} total={total} />}
      {!selecting && view === 'grid' && <DrawControls level={results.spec.level} hasRun={results.spec.run !== null} />}
      {!selecting && <AlikeTo spec={results.spec} />}
      <span className={styles.gap} />
      {view === 'grid' && (
        <div className={styles.tools}>
          <FindByPicture spec={results.spec} />
          {!selecting && <IconButton edits icon="check" label="Review what is listed, on the wall" keys="R" disabled={total === 0} onClick={review} />}
          <IconButton icon="tag" label="Choose what to label next" onClick={() => go({ next: 'budget:100' })} />
          <SortMenu spec={results.spec} />
          <SizeControl />
        </div>
      )}
    </div>
  )
}
