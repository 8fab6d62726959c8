/** Labels carried along the frames of a video. */
import { useQueryClient } from '@tanstack/react-query'
import { useTransport } from '@/api/transport/context'
import type { ImageObject } from '@/api/types'
import { videoQuery } from '@/api/video-queries'
import { useGo } from '@/state/place'
import { toast } from '@/state/toasts'
import type { DrawVerbs } from './draw-actions'
import { type Film, filmOf, trackAt } from './film/film'
import { copyTo, drawBetween, type PlannedEdit } from './label-edits'
import type { Neighbours } from './use-neighbours'

type Write = (plan: PlannedEdit) => Promise<unknown>

export function useFrames(image: number, neighbours: Neighbours, write: Write): Pick<DrawVerbs, 'copyOn' | 'drawBetween'> {
  const transport = useTransport()
  const client = useQueryClient()
  const go = useGo()
  const film = async (): Promise<Film | null> => {
    const video = await client.fetchQuery(videoQuery(transport, image))
    return video && filmOf(video)
  }
  const copyOn = async (label: ImageObject): Promise<void> => {
    const found = await film()
    const frame = found?.frameOf.get(image)
    const next = found === null || frame === undefined ? (await neighbours.next())?.image : found.video.frames.id[frame + 1]
    if (next === undefined) toast({ tone: 'bad', text: 'There is no next image', hint: 'This is the last one.' })
    else if ((await write(copyTo(label, next))) !== null) go({ image: next, object: null }, { replace: true })
  }
  const fill = async (label: ImageObject): Promise<void> => {
    const found = await film()
    const last = found && nextOfTrack(found, label.id)
    if (last !== null) await write(drawBetween(label.id, last))
    else toast({ tone: 'bad', text: 'No later label of this track', hint: 'Label the object where it is seen last, with the same track.' })
  }
  return { copyOn: (label) => void copyOn(label), drawBetween: (label) => void fill(label) }
}

/** The next label of the same track; null where none follows. */
function nextOfTrack(film: Film, label: number): number | null {
  const place = film.placeOf.get(label)
  const track = place === undefined ? null : trackAt(film, place)
  return place === undefined || track === null || place + 1 >= track.end ? null : (film.video.labels.id[place + 1] ?? null)
}
