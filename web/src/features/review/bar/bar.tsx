import type { WallRequest } from '@/api/wall'
import type { Wall } from '@/api/wall'
import { amount, number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import { readGroup } from '../wall-request'
import type { Room } from '../room'
import type { Filter } from '../types'
import { useBookVersion } from '../use-review'
import { GroupPicker } from './group-picker'
import { LookControls } from './look-controls'
import { MoreMenu } from './more-menu'
import { OrderMenu } from './order-menu'
import { LevelPicker } from './level-picker'
import styles from './bar.module.css'

interface BarProps extends Room {
  readonly whole: Wall
  readonly request: WallRequest
  readonly filter: Filter
  readonly onTurn: (group: number) => void
}

const GROUPS = [
  { value: 'class', label: 'Class', title: 'Group by class (G)' },
  { value: 'pair', label: 'Pair', title: 'Group by class and predicted class (G)' },
] as const

/** What hangs on the wall, which of it, in which order, and how large. */
export function Bar(props: BarProps) {
  const { whole, wall, question, review, request, book, classes, filter, group, current, onTurn } = props
  const go = useGo()
  const grouping = usePlace((place) => readGroup(place.group))
  return (
    <div className={styles.bar} role="toolbar" aria-label="Review">
      <LevelPicker level={question.level} hasRun={question.run !== null} />
      <GroupPicker whole={whole} wall={wall} group={group} classes={classes} book={book} onTurn={onTurn} />
      <span className={styles.gap} />
      <Shown book={book} wall={wall} filter={filter} />
      <Segmented label="Group by" value={grouping === 'none' ? 'class' : grouping} options={question.run === null ? GROUPS.filter(({ value }) => value !== 'pair') : GROUPS} onChange={(next) => go({ group: next === 'class' ? null : next, only: null })} />
      <OrderMenu dataset={current.dataset.id} level={question.level} request={request} ordering={whole.order} />
      <LookControls />
      <MoreMenu review={review} book={book} classes={classes} />
    </div>
  )
}

/** All, the marked ones, or the rest. */
function Shown({ book, wall, filter }: Pick<BarProps, 'book' | 'wall' | 'filter'>) {
  const go = useGo()
  useBookVersion(book)
  const marked = book.marked.size
  const options = [
    { value: 'all', label: 'All', title: `${amount(wall.ids.length, 'crop')} (Shift A)` },
    { value: 'marked', label: marked === 0 ? 'Marked' : `Marked ${number(marked)}`, title: `Marked ${number(marked)} / ${number(wall.ids.length)} (Shift M)` },
    { value: 'unmarked', label: 'Unmarked', title: 'Those that nobody marked (Shift N)' },
  ] as const
  return <Segmented label="Which crops" value={filter} options={options} onChange={(next) => go({ show: next === 'all' ? null : next })} />
}
