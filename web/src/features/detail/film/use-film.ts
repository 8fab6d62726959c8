/** The video of the open image: which of its frames is shown, and the ways to others. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTransport } from '@/api/transport/context'
import { videoQuery } from '@/api/video-queries'
import { clamp } from '@/math/boxes'
import { wantsLessMotion } from '@/lib/platform'
import { useGo, usePlace } from '@/state/place'
import { type Film, filmOf, labelAt, type Track, trackAt } from './film'
import { fetcher, reel } from './reel'

/** How long a hand rests on a frame before it is opened. */
const REST_MS = 160
/** ms for which each frame is shown while it plays; much longer where less motion is wanted. */
const PACE = 100
const CALM_PACE = 500
/** Of pictures while frames pass by. */
const SIZE = 1024

export interface FilmDoor {
  readonly film: Film
  /** The frame that is open, and the one that is shown: another while a hand drags, or while it plays. */
  readonly open: number
  readonly shown: number
  readonly isPlaying: boolean
  /** The track of the chosen label, also in frames where it is lost. */
  readonly followed: Track | null
  /** Shows a frame, and opens it when the hand rests. */
  pass(frame: number): void
  /** Opens a frame with a label chosen, by its place; without one, that of the followed track. */
  enter(frame: number, label?: number): void
  play(): void
}

/** Undefined while nobody knows yet, null where the image is a frame of no video. */
export function useFilm(image: number): FilmDoor | null | undefined {
  const transport = useTransport()
  const go = useGo()
  const { film, isKnown } = useVideo(image)
  const frame = film?.frameOf.get(image)

  const [shown, setShown] = useState<number | null>(null)
  const [isPlaying, setPlaying] = useState(false)
  const rest = useRef(0)
  const frames = film?.video.frames
  const player = useMemo(() => {
    const urlOf = (at: number): string => transport.imageUrl({ id: frames?.id[at] ?? 0, v: frames?.v[at] ?? '' }, SIZE)
    return reel(fetcher(urlOf), setShown)
  }, [frames, transport])
  useEffect(() => () => player.stop(), [player])
  // What passed by was on the way to this frame.
  const [arrived, setArrived] = useState(image)
  if (arrived !== image) {
    setArrived(image)
    setShown(null)
  }

  const followed = useFollowed(film, frame ?? 0)
  const enter = useCallback(
    (at: number, label?: number): void => {
      window.clearTimeout(rest.current)
      player.stop()
      const next = film?.video.frames.id[at]
      if (film === null || next === undefined) return
      // A label of the followed track stands for the track; in the frame that opens, its own one is chosen.
      const place = label ?? (followed && (labelAt(followed, at) ?? followed.start))
      if (next === image) setShown(null)
      go({ image: next, object: place === null ? null : `label:${film.video.labels.id[place]}` }, { replace: true })
    },
    [film, followed, go, image, player],
  )
  useEffect(() => () => window.clearTimeout(rest.current), [])

  if (film === null || frame === undefined) return isKnown ? null : undefined
  const last = film.count - 1
  const pass = (to: number): void => {
    const at = clamp(Math.round(to), 0, last)
    player.show(at)
    window.clearTimeout(rest.current)
    rest.current = window.setTimeout(() => enter(at), REST_MS)
  }
  const play = (): void => {
    if (isPlaying) return player.stop()
    const now = shown ?? frame
    setPlaying(true)
    void player.play(now === last ? -1 : now, last, wantsLessMotion() ? CALM_PACE : PACE).then((at) => {
      setPlaying(false)
      enter(Math.max(at, 0))
    })
  }
  return { film, open: frame, shown: shown ?? frame, isPlaying, followed, pass, enter, play }
}

/** The video of an image. One answer serves all of its frames; another image asks anew. */
function useVideo(image: number): { readonly film: Film | null; readonly isKnown: boolean } {
  const [anchor, setAnchor] = useState(image)
  const { data: video, error } = useQuery(videoQuery(useTransport(), anchor))
  const film = useMemo(() => (video ? filmOf(video) : null), [video])
  if (video !== undefined && anchor !== image && film?.frameOf.has(image) !== true) setAnchor(image)
  return { film, isKnown: video !== undefined || error !== null }
}

/** The track of the chosen label. Where it is lost its last label stays chosen; where it is back that one is. */
function useFollowed(film: Film | null, frame: number): Track | null {
  const go = useGo()
  const object = usePlace((place) => place.object)
  const label = object?.startsWith('label:') === true ? Number(object.slice(6)) : null
  const place = label === null ? undefined : film?.placeOf.get(label)
  const track = place === undefined || film === null ? null : trackAt(film, place)
  const here = track && labelAt(track, frame)
  const id = here === null ? undefined : film?.video.labels.id[here]
  useEffect(() => {
    if (id !== undefined && id !== label) go({ object: `label:${id}` }, { replace: true })
  }, [go, id, label])
  return track
}
