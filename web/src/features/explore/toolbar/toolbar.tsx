import { useActions } from '@/actions/registry'
import { showFacets, useFacetsShown } from '@/state/facets-shown'
import { useSelection } from '@/state/selection'
import { IconButton } from '@/ui/button'
import type { Results } from '../use-results'
import { SelectionBar } from './selection-bar'
import { SortMenu } from './sort-menu'
import styles from './toolbar.module.css'
import { DrawControls, SizeControl } from './view-controls'

interface ToolbarProps {
  readonly results: Results
  readonly total: number
}

/** Over the grid: what can be done with what is selected, what is drawn, in which order, how large. */
export function Toolbar({ results, total }: ToolbarProps) {
  const selecting = useSelection((state) => state.rows.all || state.rows.ids.size > 0)
  const filters = useFacetsShown((state) => state.shown)
  const toggle = (): void => showFacets(!filters)
  useActions([{ id: 'view.filters', label: filters ? 'Hide the filters' : 'Show the filters', group: 'View', keys: ['f'], perform: toggle }])
  return (
    <div className={styles.bar} role="toolbar" aria-label="Grid">
      <IconButton icon="filter" label={filters ? 'Hide the filters' : 'Show the filters'} keys="F" aria-expanded={filters} className={styles.filters} onClick={toggle} />
      {selecting ? <SelectionBar results={results} total={total} /> : <DrawControls level={results.spec.level} hasRun={results.spec.run !== null} />}
      <span className={styles.gap} />
      <SortMenu spec={results.spec} />
      <SizeControl />
    </div>
  )
}
