import { type PointerEvent, useState } from 'react'
import { useTransport } from '@/api/transport/context'
import { useSize } from '@/lib/use-size'
import { number } from '@/lib/words'
import { clamp } from '@/math/boxes'
import { ticks } from './film'
import styles from './scrubber.module.css'
import type { FilmDoor } from './use-film'

const TICK_WIDTH = 64
const PREVIEW_WIDTH = 128

/** All frames in a line: drag, click or use the arrow keys; the pointer shows a small picture of what it is over. */
export function Scrubber({ door }: { readonly door: FilmDoor }) {
  const { film, shown } = door
  const [ref, { width }] = useSize()
  const [over, setOver] = useState<number | null>(null)
  const { frames } = film.video
  const place = (frame: number): string => `${((frame + 0.5) / film.count) * 100}%`
  const follow = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    setOver(clamp(Math.floor(((event.clientX - box.left) / box.width) * film.count), 0, film.count - 1))
  }
  return (
    <div ref={ref} className={styles.scrubber} onPointerMove={follow} onPointerLeave={() => setOver(null)}>
      <input
        type="range"
        className={styles.range}
        style={{ '--half': `${50 / film.count}%` } as React.CSSProperties}
        aria-label="Frame"
        aria-valuetext={`Frame ${shown + 1} of ${film.count}, ${frames.name[shown] ?? ''}`}
        min={0}
        max={film.count - 1}
        value={shown}
        onChange={(event) => door.pass(event.currentTarget.valueAsNumber)}
      />
      <div className={styles.scale} aria-hidden="true">
        {ticks(film.count, width / TICK_WIDTH).map((frame) => (
          <span key={frame} style={{ left: place(frame) }}>
            {number(frame + 1)}
          </span>
        ))}
        {film.video.frame_doubts.map(({ at, words }, index) => (
          <i key={index} className={styles.doubt} style={{ left: place(at) }} title={words} />
        ))}
      </div>
      {over !== null && <Preview door={door} frame={over} left={clamp(((over + 0.5) / film.count) * width, PREVIEW_WIDTH / 2, Math.max(width - PREVIEW_WIDTH / 2, PREVIEW_WIDTH / 2))} />}
    </div>
  )
}

interface PreviewProps {
  readonly door: FilmDoor
  readonly frame: number
  readonly left: number
}

function Preview({ door: { film }, frame, left }: PreviewProps) {
  const transport = useTransport()
  const { frames } = film.video
  const words = film.video.frame_doubts.filter(({ at }) => at === frame).map((doubt) => doubt.words)
  return (
    <figure className={styles.preview} style={{ left }} aria-hidden="true">
      <img src={transport.imageUrl({ id: frames.id[frame] ?? 0, v: frames.v[frame] ?? '' }, PREVIEW_WIDTH)} alt="" />
      <figcaption>
        {number(frame + 1)}
        {words.map((text) => (
          <b key={text}>{text}</b>
        ))}
      </figcaption>
    </figure>
  )
}
