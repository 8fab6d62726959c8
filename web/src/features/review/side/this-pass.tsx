import { useEffect, useState } from 'react'
import { amount, number } from '@/lib/words'
import { Button } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { type GroupProgress, groupTitle } from '../groups'
import { NOUNS } from '../nouns'
import type { Room } from '../room'
import { type Chunk, CHUNK_SIZE } from '../use-chunk'
import styles from './side.module.css'

interface ThisPassProps extends Room {
  readonly sum: GroupProgress
  readonly groups: readonly GroupProgress[]
  readonly chunk: Chunk
  readonly onTurn: (group: number) => void
}

/** Progress over all and by class, the pace, and the part that this window holds. */
export function ThisPass({ book, wall, classes, sum, groups, chunk, group, onTurn }: ThisPassProps) {
  const pace = usePace(book)
  const { waiting, trouble } = book.sending
  return (
    <section aria-label="Progress">
      <h2 className={styles.heading}>This pass</h2>
      <Track share={sum.count === 0 ? 0 : sum.seen / sum.count} label="Looked at" />
      <p className={styles.counts}>
        <b>{number(sum.seen)}</b> of {number(sum.count)} looked at ·{' '}
        <b>
          {number(sum.marked)}
        </b>{' '}
        marked{pace !== null && ` · ${number(pace)} a minute`}
      </p>
      {waiting > 0 && trouble !== null && (
        <p className={styles.waiting} role="status">
          {amount(waiting, 'step')} not sent yet
        </p>
      )}
      {wall.groups.length > 1 && <ByGroup {...{ wall, classes, groups, group, onTurn }} />}
      <ChunkLine chunk={chunk} noun={NOUNS[wall.level]} />
    </section>
  )
}

const EVERY_MS = 5_000

/** Looked at per minute of late; told anew every few seconds, since it falls while nothing is done. */
function usePace(book: Room['book']): number | null {
  const [pace, setPace] = useState<number | null>(null)
  useEffect(() => {
    const read = (): void => setPace(book.pace(Date.now()))
    const timer = window.setInterval(read, EVERY_MS)
    return () => window.clearInterval(timer)
  }, [book])
  return pace
}

function Track({ share, label }: { readonly share: number; readonly label: string }) {
  const percent = Math.round(share * 100)
  return (
    <span className={styles.track} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <i style={{ width: `${share * 100}%` }} />
    </span>
  )
}

/** So many groups are told of: those around the one at hand. */
const MOST_GROUPS = 6

type ByGroupProps = Pick<ThisPassProps, 'wall' | 'classes' | 'groups' | 'group' | 'onTurn'>

function ByGroup({ wall, classes, groups, group, onTurn }: ByGroupProps) {
  const from = Math.max(Math.min(group - 2, wall.groups.length - MOST_GROUPS), 0)
  const near = wall.groups.slice(from, from + MOST_GROUPS)
  return (
    <ul className={styles.groups}>
      {near.map((one, offset) => {
        const index = from + offset
        const { count = 0, seen = 0 } = groups[index] ?? {}
        const title = groupTitle(one, classes)
        const { colour, mark } = classes.look(one.classId ?? one.predictedClassId ?? null)
        const { predictedClassId: predicted } = one
        return (
          <li key={title}>
            <button type="button" className={styles.groupLine} aria-current={index === group ? 'true' : undefined} title={`Go to ${title}`} onClick={() => onTurn(index)}>
              <ClassBadge colour={colour} mark={mark} size="small" />
              <span className={styles.groupTitle}>{predicted === undefined ? title : `→ ${predicted === null ? 'nothing' : classes.look(predicted).name}`}</span>
              <Track share={count === 0 ? 0 : seen / count} label={`${title}: looked at`} />
              <em>
                {number(seen)} / {number(count)}
              </em>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function ChunkLine({ chunk: { held, take, leave }, noun }: { readonly chunk: Chunk; readonly noun: string }) {
  if (held === null) {
    return (
      <Button size="small" className={styles.take} title="Nobody else is given them meanwhile: two people never look at the same crop" onClick={take}>
        Take the next {CHUNK_SIZE}
      </Button>
    )
  }
  return (
    <p className={styles.chunk}>
      You hold part {number(held.number)} of {number(held.of)}: {amount(held.ids.length, noun)}.
      <Button size="small" onClick={take}>
        Take the next
      </Button>
      <Button size="small" variant="quiet" onClick={leave}>
        Show all
      </Button>
    </p>
  )
}
