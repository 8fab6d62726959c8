import { spriteOf, SHEET_COLUMNS } from '@/math/sheets'
import styles from './review.module.css'

interface SpriteProps {
  /** Of a sheet with squares of 64 pixels. */
  readonly url: string
  readonly slot: number
  /** As it is drawn, in pixels. */
  readonly side: number
  readonly label: string
}

const STORED = 64

/** One crop of a sheet. */
export function Sprite({ url, slot, side, label }: SpriteProps) {
  const { size, x, y } = spriteOf(slot, SHEET_COLUMNS, STORED, side)
  return <span role="img" aria-label={label} className={styles.sprite} style={{ width: side, height: side, backgroundImage: `url("${url}")`, backgroundSize: `${size}px auto`, backgroundPosition: `${x}px ${y}px` }} />
}
