import { useSyncExternalStore } from 'react'
import { SHEET_COLUMNS, spriteOf } from '@/math/sheets'
import { amount, number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import { useScene } from './scene'
import styles from './wall.module.css'
import type { WallData, WallGroup } from '../types'

const EXEMPLAR = 28

const NOUNS: Record<WallData['level'], string> = { annotation: 'label', prediction: 'prediction', image: 'image' }

/** The class of a group and what it is about, kept in sight above its crops. Its name is told by the group itself. */
export function GroupHeader({ group, index, shown }: { readonly group: WallGroup; readonly index: number; readonly shown: number }) {
  const { wall, classes, view } = useScene()
  const marked = useSyncExternalStore(view.subscribe, () => view.markedIn(index))
  const { predictedClassId: seen } = group
  return (
    <div className={styles.header} role="presentation" data-header>
      <ClassSign classes={classes} id={group.classId} absent={withoutClass(wall, group)} />
      {seen !== undefined && (
        <>
          <span className={styles.quiet}>predicted</span>
          <ClassSign classes={classes} id={seen} absent="nothing" />
        </>
      )}
      <span className={styles.quiet}>{shown === group.count ? amount(group.count, NOUNS[wall.level]) : `${number(shown)} of ${amount(group.count, NOUNS[wall.level])}`}</span>
      {marked > 0 && <span className={styles.count}>{number(marked)} marked</span>}
      <Exemplars ids={group.exemplars} />
    </div>
  )
}

function ClassSign({ classes, id, absent }: { readonly classes: ClassBook; readonly id: number | null; readonly absent: string }) {
  if (id === null) return <strong className={styles.name}>{absent}</strong>
  const { colour, mark, name } = classes.look(id)
  return (
    <>
      <ClassBadge colour={colour} mark={mark} size="large" />
      <strong className={styles.name}>{name}</strong>
    </>
  )
}

/** The most typical crops of the group: what one compares with. */
function Exemplars({ ids }: { readonly ids: readonly number[] }) {
  const { sheetUrl } = useScene()
  if (ids.length === 0) return null
  const url = sheetUrl(ids, 64)
  return (
    <span className={styles.exemplars} title="The most typical ones">
      {ids.map((id, slot) => {
        const { size, x, y } = spriteOf(slot, SHEET_COLUMNS, 64, EXEMPLAR)
        return <span key={id} className={styles.exemplar} style={{ width: EXEMPLAR, height: EXEMPLAR, backgroundImage: `url("${url}")`, backgroundSize: `${size}px auto`, backgroundPosition: `${x}px ${y}px` }} />
      })}
    </span>
  )
}

/** "Hard hat", or "Hard hat, predicted Vest". */
export function groupName(wall: WallData, group: WallGroup, classes: ClassBook): string {
  const { classId, predictedClassId } = group
  const name = classId === null ? withoutClass(wall, group) : classes.look(classId).name
  if (predictedClassId === undefined) return name
  return `${name}, predicted ${predictedClassId === null ? 'nothing' : classes.look(predictedClassId).name}`
}

function withoutClass({ level, groups }: WallData, { predictedClassId }: WallGroup): string {
  if (predictedClassId !== undefined) return 'No label'
  return groups.length === 1 ? `All ${NOUNS[level]}s` : 'No class'
}
