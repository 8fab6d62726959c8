import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ClassBook } from '@/state/class-book'
import { amount } from '@/lib/words'
import { clamp } from '@/math/boxes'
import type { Track } from './film'
import styles from './track-list.module.css'
import { ROW_HEIGHT, TrackRow } from './track-row'
import type { FilmDoor } from './use-film'

/** Rows beyond the edges that are drawn, too. */
const SPARE = 4
const SHOWN = 6.5

interface TrackListProps {
  readonly door: FilmDoor
  readonly book: ClassBook
}

/** One row per track, by first frame. Only the rows in sight are drawn: a drive has hundreds. */
export function TrackList({ door, book }: TrackListProps) {
  const { film, open, shown, followed } = door
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  useEffect(() => bringIntoSight(list.current, film.tracks, open, followed), [film, open, followed])
  const first = clamp(Math.floor(top / ROW_HEIGHT) - SPARE, 0, film.tracks.length)
  const rows = film.tracks.slice(first, first + Math.ceil(SHOWN) + 2 * SPARE)
  const rest = film.tracks.length - first - rows.length
  // Tab comes to the followed track, or to the first in sight.
  const stop = rows.some(({ number }) => number === followed?.number) ? followed?.number : rows[0]?.number
  return (
    <div className={styles.frame} role="toolbar" aria-label="Tracks" aria-orientation="vertical" onKeyDown={walk} tabIndex={-1}>
      <div ref={list} className={styles.scroller} style={{ '--most': `${SHOWN * ROW_HEIGHT}px` } as React.CSSProperties} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <ul aria-label={amount(film.tracks.length, 'track')} style={{ paddingTop: first * ROW_HEIGHT, paddingBottom: rest * ROW_HEIGHT }}>
          {rows.map((track) => (
            <TrackRow key={track.number} door={door} track={track} look={book.look} isStop={track.number === stop} />
          ))}
        </ul>
      </div>
      <i className={styles.head} style={{ '--at': (shown + 0.5) / film.count } as React.CSSProperties} />
    </div>
  )
}

/** Up and down walk over the rows; left and right over the bars and gaps of one. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const row = event.target instanceof HTMLElement ? event.target.closest('li') : null
  if (row === null) return
  const inRow = [...row.querySelectorAll('button')]
  const at = inRow.findIndex((button) => button === event.target)
  const next = {
    ArrowUp: () => row.previousElementSibling?.querySelector('button'),
    ArrowDown: () => row.nextElementSibling?.querySelector('button'),
    ArrowLeft: () => inRow[at - 1],
    ArrowRight: () => inRow[at + 1],
  }[event.key]
  if (next === undefined) return
  event.preventDefault()
  next()?.focus()
}

/** Scrolls to the followed track; else, where no track in sight is in the frame, to the first that is. */
function bringIntoSight(list: HTMLElement | null, tracks: readonly Track[], frame: number, followed: Track | null): void {
  if (list === null) return
  const low = list.scrollTop / ROW_HEIGHT
  const high = low + list.clientHeight / ROW_HEIGHT
  const isIn = ({ bars }: Track): boolean => (bars[0]?.first ?? 0) <= frame && frame <= (bars.at(-1)?.last ?? -1)
  const inSight = ({ number }: Track): boolean => low <= number && number + 1 <= high
  const wanted = followed ?? (tracks.some((track) => inSight(track) && isIn(track)) ? undefined : tracks.find(isIn))
  if (wanted !== undefined && !inSight(wanted)) list.scrollTop = (wanted.number - 2) * ROW_HEIGHT
}
