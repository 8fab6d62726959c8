import { TileFrame } from '@/actions/grid/tile-frame'
import { useTransport } from '@/api/transport/context'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import type { ClassBook } from '@/state/class-book'
import { ClassChip } from '@/ui/class-chip'
import styles from './map.module.css'

interface MapTileProps {
  readonly row: SearchItem
  readonly index: number
  readonly total: number
  readonly current: boolean
  readonly classes: ClassBook
}

const SIZE = 128
const CONTEXT = 0.3

/** One item of the map as a picture. */
export function MapTile({ row, index, total, current, classes }: MapTileProps) {
  const transport = useTransport()
  if (isImageItem(row)) {
    const seen = [...new Set(row.objects.filter(({ source }) => source === 'label').map(({ class_id }) => class_id))]
    const look = classes.look(seen[0] ?? null)
    return (
      <TileFrame
        id={row.id}
        index={index}
        total={total}
        current={current}
        label={row.name}
        picture={<img className={styles.tile} src={transport.imageUrl(row, SIZE)} alt="" loading="lazy" draggable={false} />}
        caption={seen.length === 1 ? <ClassChip colour={look.colour} mark={look.mark} name={look.name} /> : <span className={styles.name}>{row.name}</span>}
      />
    )
  }
  if (!isObjectItem(row)) return null
  const look = classes.look(row.object.class_id)
  return (
    <TileFrame
      id={row.object.id}
      index={index}
      total={total}
      current={current}
      label={`${look.name} in ${row.image.name}`}
      picture={<img className={styles.tile} src={transport.cropUrl(row.object, { size: SIZE, context: CONTEXT })} alt="" loading="lazy" draggable={false} />}
      caption={<ClassChip colour={look.colour} mark={look.mark} name={look.name} />}
    />
  )
}
