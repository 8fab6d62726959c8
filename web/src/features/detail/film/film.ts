/** A video as it is shown below the picture: frames, and the bars and gaps of its tracks. Pure. */
import type { Video } from '@/api/video-types'

/** Frames in a row in which a track has labels of one class. `from`: the place of the first one's label. */
export interface Bar {
  readonly first: number
  readonly last: number
  readonly from: number
  readonly classId: number
}

/** Frames in which a track is lost. `before`, `after`: the places of the labels on both sides. */
export interface Gap {
  readonly first: number
  readonly last: number
  readonly before: number
  readonly after: number
}

export interface Track {
  readonly number: number
  /** Null where its labels have no track id, and were linked by where they lie. */
  readonly name: string | null
  /** Of most of its labels. */
  readonly classId: number
  readonly bars: readonly Bar[]
  readonly gaps: readonly Gap[]
  /** Its labels are at the places `start` to `end - 1`. */
  readonly start: number
  readonly end: number
}

export interface Film {
  readonly video: Video
  readonly count: number
  readonly tracks: readonly Track[]
  /** Image -> frame. */
  readonly frameOf: ReadonlyMap<number, number>
  /** Label -> its place among the labels. */
  readonly placeOf: ReadonlyMap<number, number>
  /** The places of the labels in each frame. */
  readonly inFrame: readonly (readonly number[])[]
  /** Frames where something is to be looked at: a suspect, a change of class, where a track is lost. Rising. */
  readonly marked: readonly number[]
}

export function filmOf(video: Video): Film {
  const { frames, tracks, labels } = video
  const rows = tracks.name.map((name, number) => trackOf(video, number, name))
  const inFrame: number[][] = frames.id.map(() => [])
  labels.frame.forEach((frame, place) => inFrame[frame]?.push(place))
  const marked = new Set([
    ...video.frame_doubts.map(({ at }) => at),
    ...video.doubts.map(({ at }) => labels.frame[at] ?? 0),
    ...rows.flatMap(({ gaps }) => gaps.map(({ first }) => first)),
    ...rows.flatMap(({ bars }) => changesOf(bars)),
  ])
  return {
    video,
    count: frames.id.length,
    tracks: rows,
    frameOf: new Map(frames.id.map((image, frame) => [image, frame])),
    placeOf: new Map(labels.id.map((label, place) => [label, place])),
    inFrame,
    marked: [...marked].toSorted((a, b) => a - b),
  }
}

function trackOf({ tracks, labels }: Video, number: number, name: string | null): Track {
  const [start = 0, end = 0] = tracks.start.slice(number, number + 2)
  const bars: { first: number; last: number; from: number; classId: number }[] = []
  const gaps: Gap[] = []
  for (let place = start; place < end; place++) {
    const [frame = 0, classId = 0] = [labels.frame[place], labels.class_id[place]]
    const bar = bars.at(-1)
    if (bar !== undefined && bar.last + 1 === frame && bar.classId === classId) {
      bar.last = frame
      continue
    }
    if (bar !== undefined && bar.last + 1 < frame) gaps.push({ first: bar.last + 1, last: frame - 1, before: place - 1, after: place })
    bars.push({ first: frame, last: frame, from: place, classId })
  }
  return { number, name, classId: usualClass(bars), bars, gaps, start, end }
}

function usualClass(bars: readonly Bar[]): number {
  const counts = new Map<number, number>()
  for (const { classId, first, last } of bars) counts.set(classId, (counts.get(classId) ?? 0) + last - first + 1)
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [-1, 0])[0]
}

/** Frames from which a track has another class than in the one before that it is in. */
export const changesOf = (bars: readonly Bar[]): number[] =>
  bars.filter((bar, at) => at > 0 && bars[at - 1]?.classId !== bar.classId).map(({ first }) => first)

/** The place of the track's label in a frame; null where it has none. */
export function labelAt({ bars }: Track, frame: number): number | null {
  const bar = bars.find(({ first, last }) => first <= frame && frame <= last)
  return bar === undefined ? null : bar.from + frame - bar.first
}

/** The gap of the track that a frame lies in. */
export const gapAt = ({ gaps }: Track, frame: number): Gap | null => gaps.find(({ first, last }) => first <= frame && frame <= last) ?? null

/** The track that the label at a place belongs to. */
export const trackAt = ({ tracks }: Film, place: number): Track | null => tracks.find(({ start, end }) => start <= place && place < end) ?? null

/** The next frame with a mark in a direction; null where none follows. */
export function nextMarked({ marked }: Film, frame: number, by: 1 | -1): number | null {
  return (by === 1 ? marked.find((other) => other > frame) : marked.findLast((other) => other < frame)) ?? null
}

/** Frames from 0 that the scale names, at most `most` of them, at a round distance: 1, 2 or 5 times a power of ten. */
export function ticks(count: number, most: number): number[] {
  const steps = [1, 2, 5].flatMap((step) => [1, 10, 100, 1_000, 10_000, 100_000].map((power) => step * power)).toSorted((a, b) => a - b)
  const step = steps.find((wide) => count / wide <= Math.max(most, 1)) ?? count
  return Array.from({ length: Math.floor(count / step) }, (_, at) => (at + 1) * step - 1)
}
