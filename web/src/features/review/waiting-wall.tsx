import { useLate } from '@/lib/use-late'
import { useSize } from '@/lib/use-size'
import { usePlace } from '@/state/place'
import { Skeleton } from '@/ui/skeleton'
import styles from './review.module.css'
import { readSide } from './crop-look'
import { WALL } from './wall/sheets-ahead'

const GAP = 4

/** The wall before the first answer: crops of the right size, where they will hang. */
export function WaitingWall() {
  const late = useLate(true)
  const [ref, { width, height }] = useSize()
  const side = usePlace((place) => readSide(place.side))
  const columns = Math.max(Math.floor(width / (side + GAP)), 1)
  const count = width === 0 ? 0 : columns * Math.ceil(height / (side + GAP))
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.bar} />
      <div ref={ref} id={WALL} className={styles.waiting} style={{ gridTemplateColumns: `repeat(${columns}, ${side}px)`, gap: GAP }}>
        {late && Array.from({ length: count }, (_, index) => <Skeleton key={index} height={side} />)}
      </div>
      <aside className={styles.side} />
    </div>
  )
}
