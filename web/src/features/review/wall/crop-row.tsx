import { memo, useSyncExternalStore } from 'react'
import { SHEET } from '@/math/sheets'
import { CropTile } from './crop-tile'
import { useScene } from './scene'
import styles from './wall.module.css'
import type { WallGroup } from '../types'

interface CropRowProps {
  readonly group: WallGroup
  readonly first: number
  readonly end: number
  /** From the top of the group. */
  readonly top: number
  /** The spot that the keyboard is on, where it is in this row; else -1. */
  readonly cursor: number
}

/** One row of crops. It is drawn once, and once more when a sheet it shows has come. */
export const CropRow = memo(function CropRow({ group, first, end, top, cursor }: CropRowProps) {
  const { sheets, layout } = useScene()
  const sheetOf = (spot: number): number => Math.floor(spot / SHEET)
  useSyncExternalStore(sheets.subscribe, () => {
    const states = []
    for (let sheet = sheetOf(first); sheet <= sheetOf(end - 1); sheet += 1) states.push(sheets.get(sheet) ?? '')
    return states.join(' ')
  })
  return (
    <div className={styles.row} role="presentation" style={{ transform: `translateY(${top}px)`, gridTemplateColumns: `repeat(${layout.columns}, ${layout.side}px)`, columnGap: layout.stride - layout.side, height: layout.side }}>
      {Array.from({ length: end - first }, (_, step) => (
        <CropTile key={first + step} spot={first + step} group={group} current={first + step === cursor} sheet={sheets.get(sheetOf(first + step))} />
      ))}
    </div>
  )
})
