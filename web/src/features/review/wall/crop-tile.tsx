import { memo, useSyncExternalStore } from 'react'
import { classNames } from '@/lib/class-names'
import { SHEET, SHEET_COLUMNS, spriteOf } from '@/math/sheets'
import { itemAt, type Scene, useScene } from './scene'
import { VerdictMark, verdictWords } from './verdict-mark'
import styles from './wall.module.css'
import type { Verdict, WallGroup } from '../types'

interface CropTileProps {
  readonly spot: number
  readonly group: WallGroup
  readonly current: boolean
  /** The sheet that the crop is cut from; null while it is under way. */
  readonly sheet: string | null
}

/** One crop. It is drawn anew when something is said of it, and by nothing else on the wall. */
export const CropTile = memo(function CropTile({ spot, group, current, sheet }: CropTileProps) {
  const scene = useScene()
  const { wall, view, layout, stored, classes } = scene
  const { place, id } = itemAt(scene, spot)
  const verdict = useSyncExternalStore(view.subscribe, () => view.verdictOf(id))
  const isOdd = (wall.oddness[place] ?? 0) > wall.odd
  const predicted = wall.predicted[place] ?? -1
  const { size, x, y } = spriteOf(spot % SHEET, SHEET_COLUMNS, stored, layout.side)
  return (
    <div
      id={`crop-${spot}`}
      className={classNames(styles.crop, verdict !== null && styles.marked, current && styles.current)}
      style={sheet === null ? undefined : { backgroundImage: `url("${sheet}")`, backgroundSize: `${size}px auto`, backgroundPosition: `${x}px ${y}px` }}
      role="option"
      aria-selected={verdict !== null}
      aria-label={wordsOf(scene, { id, group, predicted, verdict, isOdd })}
      aria-posinset={spot + 1}
      aria-setsize={layout.total}
      data-spot={spot}
      data-id={id}
      data-verdict={verdict?.kind}
    >
      {isOdd && <span className={styles.odd} data-odd title="Stands far from its look-alikes" />}
      {verdict !== null && <VerdictMark verdict={verdict} predicted={predicted < 0 ? null : classes.look(predicted)} classes={classes} small={layout.side < 84} />}
    </div>
  )
})

interface Told {
  readonly id: number
  readonly group: WallGroup
  readonly predicted: number
  readonly verdict: Verdict | null
  readonly isOdd: boolean
}

const NOUNS = { annotation: 'label', prediction: 'prediction', image: 'image' } as const

/** What a screen reader says: "Hard hat, label 12, odd one out, the model sees Vest, marked wrong". */
function wordsOf({ wall, classes }: Pick<Scene, 'wall' | 'classes'>, { id, group, predicted, verdict, isOdd }: Told): string {
  const own = group.classId === null ? [] : [classes.look(group.classId).name]
  const differs = predicted >= 0 && predicted !== group.classId
  return [
    ...own,
    `${NOUNS[wall.level]} ${id}`,
    isOdd && 'odd one out',
    differs && `the model sees ${classes.look(predicted).name}`,
    verdict !== null && verdictWords(verdict, classes),
  ]
    .filter((word) => word !== false)
    .join(', ')
}
