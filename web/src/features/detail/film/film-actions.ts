/** What can be done with the video of the open image, as actions with keys. */
import type { Action } from '@/actions/action'
import { type Gap, gapAt, nextMarked } from './film'
import type { FilmDoor } from './use-film'

export interface FilmVerbs {
  turnTracks(): void
  fill(gap: Gap): void
}

/** The gap that the open frame lies in, of the followed track. */
export const openGap = ({ followed, open }: FilmDoor): Gap | null => followed && gapAt(followed, open)

export function filmActions(door: FilmDoor, verbs: FilmVerbs): Action[] {
  const { film, shown, open, isPlaying } = door
  const gap = openGap(door)
  const toMarked = (by: 1 | -1) => (): void => {
    const frame = nextMarked(film, open, by)
    if (frame !== null) door.enter(frame)
  }
  const group = 'Image'
  return [
    { id: 'film.next', label: 'Next frame', group, keys: ['.'], keywords: 'video', perform: () => door.pass(shown + 1) },
    { id: 'film.previous', label: 'Previous frame', group, keys: [','], keywords: 'video', perform: () => door.pass(shown - 1) },
    { id: 'film.first', label: 'First frame', group, keys: ['Home'], keywords: 'video begin', perform: () => door.enter(0) },
    { id: 'film.last', label: 'Last frame', group, keys: ['End'], keywords: 'video', perform: () => door.enter(film.count - 1) },
    { id: 'film.play', label: isPlaying ? 'Stop the video' : 'Play the video', group, keys: ['m'], keywords: 'movie pause', perform: door.play },
    { id: 'film.marked-next', label: 'Next frame with a mark', group, keys: ['>'], keywords: 'suspect lost gap', when: () => nextMarked(film, open, 1) !== null, perform: toMarked(1) },
    { id: 'film.marked-previous', label: 'Previous frame with a mark', group, keys: ['<'], keywords: 'suspect lost gap', when: () => nextMarked(film, open, -1) !== null, perform: toMarked(-1) },
    { id: 'film.tracks', label: 'Show or hide tracks', group: 'View', keys: ['shift+t'], keywords: 'time-line video', perform: verbs.turnTracks },
    {
      id: 'film.fill',
      edits: true,
      label: 'Fill the frames between',
      group,
      keys: ['shift+i'],
      keywords: 'interpolate track video',
      when: () => gap !== null,
      perform: () => {
        if (gap !== null) verbs.fill(gap)
      },
    },
  ]
}
