import { useCallback, useMemo, useState } from 'react'
import { useEditing } from '@/actions/editing'
import type { Review, ReviewQuestion } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import type { Wall as WholeWall, WallRequest } from '@/api/wall'
import { classNames } from '@/lib/class-names'
import { useLate } from '@/lib/use-late'
import { type Current, useClasses } from '@/state/current'
import { usePlace } from '@/state/place'
import type { Look } from './room'
import { Bar } from './bar/bar'
import { useClassKeys } from './class-keys'
import { readMargin, readSide } from './crop-look'
import { DropMarks } from './marks/drop-marks'
import { onlyGroup, onlyItems } from './groups'
import { SendingStrip } from './sending-strip'
import { Side } from './side/side'
import { useChunk } from './use-chunk'
import { useExamples } from './use-examples'
import { useOpenItem } from './use-open-item'
import { useReviewActions } from './review-actions'
import { useBook } from './use-review'
import { useSurroundings } from './use-surroundings'
import type { TurnTo } from './types'
import { Wall } from './wall/wall'
import { readFilter } from './wall-request'
import styles from './review.module.css'

interface ReviewRoomProps {
  readonly current: Current
  readonly question: ReviewQuestion
  readonly review: Review
  /** Everything that the question lists. */
  readonly whole: WholeWall
  readonly request: WallRequest
  /** The wall is the one before, until its successor is there. */
  readonly isOld: boolean
}

/** The wall with its bar above and the pass beside it. */
export function ReviewRoom({ current, question, review, whole, request, isOld }: ReviewRoomProps) {
  const classes = useClasses()
  const { book, problem, isLoaded } = useBook(review, current.project.revision)
  const { undo } = useEditing()
  const only = usePlace((place) => place.only)
  const chunk = useChunk(review)
  const wall = useMemo(() => onlyGroup(chunk.items === null ? whole : onlyItems(whole, chunk.items), only), [whole, only, chunk.items])
  const keysName = `${current.project.name}.${current.dataset.name}`
  const classKeys = useClassKeys(keysName, classes)
  const filter = usePlace((place) => readFilter(place.show))
  const look = useLook(whole)
  const [group, setGroup] = useState(0)
  const [turnTo, setTurnTo] = useState<TurnTo | null>(null)
  const open = useOpenItem(question, wall.ids)
  const examples = useExamples(question.level, wall)
  const takeBack = (): void => {
    if (book.undo() === null) void undo()
  }
  const shown = Math.min(group, Math.max(wall.groups.length - 1, 0))
  const turn = (to: number): void => setTurnTo({ group: to })
  useReviewActions({ book, wall, group: shown, onTurn: turn })
  const late = useLate(isOld)
  const around = useSurroundings()
  const room = { current, question, review, book, wall, classes, classKeys, keysName, group: shown }
  return (
    <DropMarks review={review} book={book} classes={classes}>
      <div className={styles.page}>
        {/* One came for the crops: what stands around them is drawn a moment later. */}
        {around.isDrawn ? <Bar {...room} whole={whole} request={request} filter={filter} onTurn={turn} /> : <div className={styles.bar} />}
        <section className={classNames(styles.work, late && styles.old)} aria-label="Wall" aria-busy={isOld}>
          <SendingStrip book={book} classes={classes} problem={problem} />
          <Wall
            // Which crops are marked is asked when the filter is set: a wall of the marked ones waits for the book.
            key={`${review.id} ${filter === 'all' || isLoaded}`}
            wall={wall}
            verdicts={book}
            classes={classes}
            classKeys={classKeys}
            side={look.side}
            context={look.context}
            filter={filter}
            sheetUrl={look.sheetUrl}
            turnTo={turnTo}
            onVerdict={book.say}
            onSeen={book.see}
            onUndo={takeBack}
            onGroup={setGroup}
            onOpen={open}
            onExample={examples}
            onHung={around.draw}
          />
        </section>
        {around.isDrawn ? <Side {...room} chunk={chunk} look={look} onUndo={takeBack} onTurn={turn} /> : <aside className={styles.side} />}
      </div>
    </DropMarks>
  )
}

/** How crops look, and where their pictures are. */
function useLook({ level, v }: WholeWall): Look {
  const transport = useTransport()
  const side = usePlace((place) => readSide(place.side))
  const context = usePlace((place) => readMargin(place.margin))
  const sheetUrl = useCallback((ids: readonly number[], stored: number) => transport.sheetUrl(ids, { level, side: stored, context, v }), [transport, level, context, v])
  return useMemo(() => ({ side, context, sheetUrl }), [side, context, sheetUrl])
}
