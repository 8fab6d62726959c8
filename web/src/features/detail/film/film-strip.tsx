import { useActions } from '@/actions/registry'
import type { ClassBook } from '@/state/class-book'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { Button, IconButton } from '@/ui/button'
import { type Gap, gapAt } from './film'
import { filmActions, openGap } from './film-actions'
import styles from './film-strip.module.css'
import { Scrubber } from './scrubber'
import { TrackList } from './track-list'
import type { FilmDoor } from './use-film'

interface FilmStripProps {
  readonly door: FilmDoor
  readonly book: ClassBook
  /** Draws a label in each frame of a gap. */
  readonly onFill: (first: number, last: number) => void
}

/** Below the open frame of a video: the way to its other frames, and the time-line of its tracks. */
export function FilmStrip({ door, book, onFill }: FilmStripProps) {
  const go = useGo()
  const showsTracks = usePlace((place) => place.tracks)
  const { film, shown, isPlaying, followed } = door
  const hasTracks = film.tracks.length > 0
  const { labels } = film.video
  const fill = ({ before, after }: Gap): void => onFill(labels.id[before] ?? 0, labels.id[after] ?? 0)
  const turnTracks = (): void => go({ tracks: !showsTracks }, { replace: true })
  useActions(filmActions(door, { turnTracks, fill }), 'overlay')
  const gap = openGap(door)
  return (
    <section className={styles.strip} aria-label="Video">
      {gap !== null && followed !== null && gapAt(followed, shown) === gap && <Offer gap={gap} onFill={() => fill(gap)} />}
      <div className={styles.controls}>
        <IconButton icon={isPlaying ? 'pause' : 'play'} size="small" label={isPlaying ? 'Stop the video' : 'Play the video'} keys="M" onClick={door.play} />
        <IconButton icon="left" size="small" label="Previous frame" keys="," onClick={() => door.pass(shown - 1)} />
        <output className={styles.count} aria-label="Frame" aria-live="off">
          {number(shown + 1)} / {number(film.count)}
        </output>
        <IconButton icon="right" size="small" label="Next frame" keys="." onClick={() => door.pass(shown + 1)} />
        {hasTracks && <IconButton icon="tracks" size="small" label="Tracks" keys="Shift T" pressed={showsTracks} onClick={turnTracks} />}
      </div>
      <Scrubber door={door} />
      {hasTracks && showsTracks && <TrackList door={door} book={book} />}
    </section>
  )
}

function Offer({ gap: { first, last }, onFill }: { readonly gap: Gap; readonly onFill: () => void }) {
  const where = first === last ? `in frame ${number(first + 1)}` : `in the frames ${number(first + 1)} to ${number(last + 1)}`
  return (
    <div className={styles.offer} role="status">
      <span>The track is lost {where}.</span>
      <Button edits size="small" variant="primary" keys="Shift I" onClick={onFill}>
        Fill the frames between
      </Button>
    </div>
  )
}
