import { type MapPoints, NO_CODE } from '@/api/map-points'
import { useTransport } from '@/api/transport/context'
import { measure } from '@/lib/words'
import type { Corner } from '@/math/plane'
import { useClasses } from '@/state/current'
import styles from './map.module.css'

interface MapTipProps {
  readonly map: MapPoints
  /** Which of the points. */
  readonly at: number
  /** In pixels of the stage. */
  readonly place: Corner
  readonly size: { readonly width: number; readonly height: number }
}

const SIDE = 128
const CONTEXT = 0.3

/** The picture behind a point, and what it is coloured by. */
export function MapTip({ map, at, place: [left, top], size }: MapTipProps) {
  const transport = useTransport()
  const classes = useClasses()
  const id = map.ids[at] ?? -1
  const url = map.level === 'image' ? transport.imageUrl({ id, v: '' }, SIDE) : transport.cropUrl({ id, v: '', source: map.level === 'annotation' ? 'label' : 'prediction' }, { size: SIDE, context: CONTEXT })
  const code = map.codes[at] ?? NO_CODE
  const { colour } = map
  const term = colour.terms[code]?.value
  const value = code === NO_CODE ? 'none' : colour.type === 'number' ? `about ${measure(colour.low + (code / 255) * (colour.high - colour.low))}` : typeof term === 'number' && colour.type === 'class' ? classes.look(term).name : String(term)
  return (
    <div className={styles.tip} style={{ left: left > size.width / 2 ? undefined : left + 14, right: left > size.width / 2 ? size.width - left + 14 : undefined, top: Math.min(Math.max(top - 60, 8), Math.max(size.height - 190, 8)) }} aria-hidden="true">
      <img src={url} alt="" className={styles.preview} />
      <div className={styles.fact}>
        <span>{colour.title}</span>
        <b>{value}</b>
      </div>
      <div className={styles.hint}>Click to open</div>
    </div>
  )
}
