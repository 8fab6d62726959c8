import { WaitingGrid } from '@/actions/grid/waiting-grid'
import { useLate } from '@/lib/use-late'
import { useTileSize } from '@/state/tile-size'
import { Skeleton } from '@/ui/skeleton'
import styles from './models.module.css'
import { UpperPane } from './upper-pane'

/** The page before its first numbers: blocks where the table, the matrix and the results will be. */
export function Waiting() {
  const late = useLate(true)
  const tileSize = useTileSize((state) => state.size)
  return (
    <>
      <UpperPane>
        <div className={styles.matrixTab} aria-busy="true">
          <div className={styles.table}>{late && <Skeleton height="100%" />}</div>
          <div className={styles.matrix}>{late && <Skeleton height="100%" />}</div>
        </div>
      </UpperPane>
      <WaitingGrid tileSize={tileSize} />
    </>
  )
}
