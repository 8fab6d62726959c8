import { useDeferredValue, useMemo } from 'react'
import type { Chunk } from '../use-chunk'
import { groupTitle, progressOf, seenByGroup, sumProgress } from '../groups'
import { countByGroup } from '../places'
import { planOf } from '../planned'
import type { Look, Room } from '../room'
import { useBookVersion } from '../use-review'
import { ApplyMarked } from './apply-marked'
import { ClassKeys } from './class-keys'
import { ClassNoteView } from './class-note'
import styles from './side.module.css'
import { ThisPass } from './this-pass'
import { Verbs } from './verbs'

interface SideProps extends Room {
  readonly chunk: Chunk
  readonly look: Look
  readonly onUndo: () => void
  readonly onTurn: (group: number) => void
}

/** The pass: how far it is, what the class at hand is, what the keys do, and the press that applies it. */
export function Side({ chunk, look, onUndo, onTurn, ...room }: SideProps) {
  const { book, wall, classes, group } = room
  // A mark is painted first; what is counted over the whole wall follows.
  const version = useDeferredValue(useBookVersion(book))
  const looked = useDeferredValue(book.seenCount)
  const seen = useMemo(() => ({ looked, byGroup: seenByGroup(wall, book.isSeen) }), [looked, wall, book])
  const counted = useMemo(() => ({ version, groups: progressOf(wall, seen.byGroup, countByGroup(wall, book.marked.keys())) }), [version, wall, book, seen])
  const plan = useMemo(() => ({ version, ...planOf(wall, book.marked) }), [version, wall, book])
  const shown = wall.groups[group]
  const classId = shown?.classId ?? shown?.predictedClassId ?? null
  const sum = sumProgress(counted.groups)
  return (
    <aside className={styles.side} aria-label="This pass">
      <ThisPass {...room} sum={sum} groups={counted.groups} chunk={chunk} onTurn={onTurn} />
      {classId !== null && <ClassNoteView key={classId} classId={classId} name={groupTitle({ classId, first: 0, count: 0, exemplars: [] }, classes)} typical={shown?.exemplars ?? []} level={wall.level} look={look} />}
      <ClassKeys {...room} />
      <Verbs book={book} wall={wall} onUndo={onUndo} />
      <ApplyMarked {...room} plan={plan} sum={sum} />
    </aside>
  )
}
