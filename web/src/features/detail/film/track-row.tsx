import { memo, type MouseEvent } from 'react'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { clamp } from '@/math/boxes'
import type { ClassLook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import { type Bar, changesOf, type Film, type Gap, labelAt, type Track } from './film'
import styles from './track-row.module.css'
import type { FilmDoor } from './use-film'

export const ROW_HEIGHT = 24

interface TrackRowProps {
  readonly door: FilmDoor
  readonly track: Track
  readonly look: (classId: number) => ClassLook
  /** Does Tab stop here? */
  readonly isStop: boolean
}

/** A track: its name, bars where it has labels, dashes where it is lost, and marks of what is to be looked at. */
export function TrackRow({ door, track, look, isStop }: TrackRowProps) {
  const { film, open, followed } = door
  const own = look(track.classId)
  const words = `${own.name} ${track.name ?? number(track.number + 1)}`
  const isFollowed = followed?.number === track.number
  const toNearest = (): void => {
    const frame = nearestFrame(track, open)
    door.enter(frame, labelAt(track, frame) ?? track.start)
  }
  return (
    <li className={classNames(styles.row, isFollowed && styles.followed)} style={{ height: ROW_HEIGHT }}>
      <button
        type="button"
        className={styles.name}
        tabIndex={isStop ? 0 : -1}
        aria-pressed={isFollowed}
        title={track.name === null ? `${words}: labels without track ids, linked by where they lie` : words}
        onClick={toNearest}
      >
        <ClassBadge colour={own.colour} mark={own.mark} size="small" />
        <span>{own.name}</span>
        <b>{track.name ?? number(track.number + 1)}</b>
      </button>
      <div className={styles.lane}>
        {track.bars.map((bar) => (
          <BarButton key={bar.from} film={film} bar={bar} look={look(bar.classId)} words={words} onEnter={door.enter} />
        ))}
        {track.gaps.map((gap) => (
          <GapButton key={gap.before} film={film} gap={gap} words={words} onEnter={(frame) => door.enter(frame, gap.before)} />
        ))}
        <Marks film={film} track={track} words={words} onEnter={door.enter} />
      </div>
    </li>
  )
}

const share = (film: Film, frames: number): string => `${(frames / film.count) * 100}%`
const spot = (film: Film, { first, last }: Bar | Gap) => ({ left: share(film, first), width: share(film, last - first + 1) })
const span = ({ first, last }: Bar | Gap): string => (first === last ? `frame ${first + 1}` : `frames ${first + 1} to ${last + 1}`)

/** The frame under the pointer; the first one where a key was pressed. */
function frameUnder(event: MouseEvent<HTMLElement>, { first, last }: Bar | Gap): number {
  if (event.detail === 0) return first
  const box = event.currentTarget.getBoundingClientRect()
  return clamp(first + Math.floor(((event.clientX - box.left) / box.width) * (last - first + 1)), first, last)
}

interface BarButtonProps {
  readonly film: Film
  readonly bar: Bar
  readonly look: ClassLook
  readonly words: string
  readonly onEnter: (frame: number, label: number) => void
}

const BarButton = memo(function BarButton({ film, bar, look, words, onEnter }: BarButtonProps) {
  const enter = (event: MouseEvent<HTMLElement>): void => {
    const frame = frameUnder(event, bar)
    onEnter(frame, bar.from + frame - bar.first)
  }
  const title = `${words}: ${look.name} in ${span(bar)}`
  return <button type="button" tabIndex={-1} className={styles.bar} style={{ ...spot(film, bar), background: look.colour }} aria-label={title} title={title} onClick={enter} />
})

interface GapButtonProps {
  readonly film: Film
  readonly gap: Gap
  readonly words: string
  readonly onEnter: (frame: number) => void
}

function GapButton({ film, gap, words, onEnter }: GapButtonProps) {
  const title = `${words}: lost in ${span(gap)}`
  return <button type="button" tabIndex={-1} className={styles.gap} style={spot(film, gap)} aria-label={title} title={title} onClick={(event) => onEnter(frameUnder(event, gap))} />
}

const TOUCHED = ['', 'Edited', 'Added here']

interface MarksProps {
  readonly film: Film
  readonly track: Track
  readonly words: string
  readonly onEnter: (frame: number, label: number) => void
}

/** Where its class changes, which labels were edited or added here, and which are suspects. */
const Marks = memo(function Marks({ film, track, words, onEnter }: MarksProps) {
  const { labels, doubts } = film.video
  const middle = (frame: number) => ({ left: share(film, frame + 0.5) })
  const touched = labels.touched.slice(track.start, track.end)
  return (
    <>
      {changesOf(track.bars).map((frame) => (
        <i key={`class ${frame}`} className={styles.change} style={{ left: share(film, frame) }} title="Its class changes" />
      ))}
      {touched.map((how, at) => how > 0 && <i key={at} className={styles.touched} style={middle(labels.frame[track.start + at] ?? 0)} title={TOUCHED[how]} />)}
      {doubts.map((doubt, index) => {
        if (doubt.at < track.start || doubt.at >= track.end) return null
        const frame = labels.frame[doubt.at] ?? 0
        const title = `${words}: ${doubt.words}, frame ${frame + 1}`
        return <button key={`doubt ${index}`} type="button" tabIndex={-1} className={styles.doubt} style={middle(frame)} aria-label={title} title={title} onClick={() => onEnter(frame, doubt.at)} />
      })}
    </>
  )
})

/** The frame nearest to `frame` in which the track has a label. */
function nearestFrame({ bars }: Track, frame: number): number {
  const ends = bars.map(({ first, last }) => clamp(frame, first, last))
  return ends.reduce((best, one) => (Math.abs(one - frame) < Math.abs(best - frame) ? one : best), ends[0] ?? 0)
}
