import { countOf, firstOf, groupOf, HEADER, type Spots, topOf, topOfGroup } from '@/math/wall-layout'
import { number } from '@/lib/words'
import { CropRow } from './crop-row'
import { GroupHeader, groupName } from './group-header'
import { useScene } from './scene'
import styles from './wall.module.css'

interface WallGroupsProps {
  /** What is drawn. */
  readonly drawn: Spots
  readonly cursor: number | null
}

/** The groups that are in sight, each under its header, which stays while its crops pass beneath. */
export function WallGroups({ drawn, cursor }: WallGroupsProps) {
  const { layout } = useScene()
  if (drawn.end <= drawn.first || drawn.first >= layout.total) return null
  const [from, to] = [groupOf(layout, drawn.first), groupOf(layout, Math.min(drawn.end, layout.total) - 1)]
  return Array.from({ length: to - from + 1 }, (_, step) => from + step)
    .filter((group) => countOf(layout, group) > 0)
    .map((group) => <Group key={group} index={group} drawn={drawn} cursor={cursor} />)
}

function Group({ index, drawn, cursor }: WallGroupsProps & { readonly index: number }) {
  const { layout, wall, classes } = useScene()
  const group = wall.groups[index]
  if (group === undefined) return null
  const [top, first, end] = [topOfGroup(layout, index), firstOf(layout, index), firstOf(layout, index + 1)]
  const [low, high] = [Math.max(first, drawn.first), Math.min(end, drawn.end)]
  const starts = Array.from({ length: Math.max(Math.ceil((high - low) / layout.columns), 0) }, (_, row) => low + row * layout.columns)
  return (
    <div
      className={styles.group}
      role="group"
      aria-label={`${groupName(wall, group, classes)}, ${number(end - first)}`}
      style={{ top, height: topOfGroup(layout, index + 1) - top }}
    >
      <GroupHeader group={group} index={index} shown={end - first} />
      {starts.map((start) => (
        <CropRow
          key={start}
          group={group}
          first={start}
          end={Math.min(start + layout.columns, end)}
          top={topOf(layout, start) - top - HEADER}
          cursor={cursor !== null && cursor >= start && cursor < start + layout.columns ? cursor : -1}
        />
      ))}
    </div>
  )
}
