import type { ReactNode } from 'react'
import { classNames } from '@/lib/class-names'
import { isSelected, useSelection } from '@/state/selection'
import { Icon } from '@/ui/icon'
import styles from './tile.module.css'

interface TileFrameProps {
  readonly id: number
  readonly index: number
  readonly total: number
  /** What a screen reader says. */
  readonly label: string
  readonly current: boolean
  readonly picture: ReactNode
  readonly caption: ReactNode
}

/** The square of a picture with its tick, and the line under it. Clicks are handled by the grid. */
export function TileFrame({ id, index, total, label, current, picture, caption }: TileFrameProps) {
  const selected = useSelection((state) => isSelected(state.rows, id))
  return (
    <div
      id={`tile-${index}`}
      className={classNames(styles.tile, selected && styles.selected, current && styles.current)}
      role="option"
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      data-index={index}
    >
      {/* The name says in a sentence what the picture and its line show. */}
      <span className="visually-hidden">{label}</span>
      <div className={styles.picture} aria-hidden="true">
        {picture}
        <span className={styles.tick} data-tick>
          {selected && <Icon name="check" size={14} />}
        </span>
      </div>
      <div className={styles.caption} aria-hidden="true">{caption}</div>
    </div>
  )
}
