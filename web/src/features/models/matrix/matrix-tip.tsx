import { cellBox, type Hit, type Layout } from './layout'
import styles from './matrix.module.css'

interface MatrixTipProps {
  /** What one points at, or where the keyboard stands. */
  readonly hit: Hit | null
  readonly layout: Layout
  readonly words: string
}

const HEIGHT = 34

/** Says what lies under the pointer, beneath it, or above it where there is no room. */
export function MatrixTip({ hit, layout, words }: MatrixTipProps) {
  const box = cellBox(layout, hit?.row ?? 0, hit?.column ?? 0)
  const x = hit?.column === null ? layout.headerWidth : box.x
  const below = hit?.row === null ? layout.headerHeight + 4 : box.y + box.h + 6
  const isHigh = below + HEIGHT > layout.height
  const side = x > layout.width / 2 ? { right: layout.width - x - box.w } : { left: x }
  return (
    <div id="matrix-pointed" className={styles.tip} hidden={hit === null} style={{ top: isHigh ? box.y - HEIGHT : below, ...side }} aria-hidden="true">
      {words}
    </div>
  )
}
