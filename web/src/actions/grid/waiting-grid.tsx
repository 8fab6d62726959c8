import { useLate } from '@/lib/use-late'
import { useSize } from '@/lib/use-size'
import { Skeleton } from '@/ui/skeleton'
import { CAPTION, geometry } from '@/math/tiles'
import styles from './grid.module.css'
import tileStyles from './tile.module.css'

/** The place of one tile that is under way; nothing is drawn in it before it is late. */
export function WaitingTile({ side }: { readonly side: number }) {
  const late = useLate(true)
  return <div style={{ height: side + CAPTION }}>{late && <Skeleton className={tileStyles.skeleton} />}</div>
}

/** The grid before the first answer: tiles of the right size, where they will be. */
export function WaitingGrid({ tileSize }: { readonly tileSize: number }) {
  const [ref, size] = useSize()
  const grid = geometry(size.width, tileSize, 1)
  const tiles = size.width === 0 ? 0 : grid.columns * Math.ceil(size.height / grid.rowHeight)
  return (
    <div ref={ref} className={styles.waiting} aria-busy="true" aria-label="Results">
      <div className={styles.waitingTiles} style={{ gridTemplateColumns: `repeat(${grid.columns}, ${grid.side}px)` }}>
        {Array.from({ length: tiles }, (_, index) => (
          <WaitingTile key={index} side={grid.side} />
        ))}
      </div>
    </div>
  )
}
