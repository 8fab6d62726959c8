import { useSelection } from '@/state/selection'
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
  return (
    <div className={styles.bar} role="toolbar" aria-label="Grid">
      {selecting ? <SelectionBar results={results} total={total} /> : <DrawControls level={results.spec.level} hasRun={results.spec.run !== null} />}
      <span className={styles.gap} />
      <SortMenu spec={results.spec} />
      <SizeControl />
    </div>
  )
}
