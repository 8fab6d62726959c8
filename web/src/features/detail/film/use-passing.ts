/** A frame that passes by, as the viewer draws it: its picture and the boxes of its labels. */
import { useTransport } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import type { ViewerImage } from '@/canvas/image-viewer'
import type { Shape } from '@/canvas/shape'
import type { Look } from '@/canvas/shape-of'
import { imageBox } from '@/math/points'
import type { Film } from './film'
import type { FilmDoor } from './use-film'

const SIZE = 1024

/** What the viewer shows while frames pass by; at rest no other picture, and the shapes of the open one. */
export function usePassing(door: FilmDoor | null | undefined, look: (classId: number) => Look, resting: readonly Shape[]): Passing {
  const transport = useTransport()
  const picture = door && door.shown !== door.open ? pictureAt(door.film, door.shown, transport) : null
  return !door || picture === null ? { picture: null, shapes: resting } : { picture, shapes: shapesAt(door.film, door.shown, look) }
}

interface Passing {
  readonly picture: ViewerImage | null
  readonly shapes: readonly Shape[]
}

/** The picture of a frame; null where its size is not known. */
function pictureAt({ video: { frames } }: Film, frame: number, transport: Transport): ViewerImage | null {
  const [id = 0, v = '', name = '', width, height] = [frames.id[frame], frames.v[frame], frames.name[frame], frames.width[frame], frames.height[frame]]
  if (!width || !height) return null
  return { url: transport.imageUrl({ id, v }, SIZE), name, width, height }
}

/** The boxes of the labels in a frame. */
function shapesAt({ video: { labels }, inFrame }: Film, frame: number, look: (classId: number) => Look): Shape[] {
  return (inFrame[frame] ?? []).map((place) => {
    const { name, colour, mark } = look(labels.class_id[place] ?? -1)
    const [x, y, w, h] = labels.box.slice(4 * place, 4 * place + 4)
    const box = x == null || y == null || w == null || h == null ? null : imageBox(x, y, w, h)
    return { id: `label:${labels.id[place]}`, box, line: 'solid', colour, letter: mark, title: name, hatched: false, editable: false }
  })
}
