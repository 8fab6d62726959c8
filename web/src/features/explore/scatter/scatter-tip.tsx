import { NO_CODE } from '@/api/map-points'
import { useTransport } from '@/api/transport/context'
import type { Scatter } from '@/api/types'
import { measure } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import type { ExploreLevel } from '@/state/place'
import { Tip, TipHint, TipRow } from '@/ui/plot/tip'
import { termName } from './legend'
import styles from './scatter.module.css'

interface ScatterTipProps {
  readonly scatter: Scatter
  readonly place: number
  readonly level: ExploreLevel
  readonly classes: ClassBook
}

const SIZE = 128
const CONTEXT = 0.3

/** The picture behind a point, and its two values. */
export function ScatterTip({ scatter: { ids, xs, ys, x, y, colour, codes }, place, level, classes }: ScatterTipProps) {
  const transport = useTransport()
  const [id, atX, atY] = [ids[place], xs[place], ys[place]]
  if (id === undefined || atX === undefined || atY === undefined) return null
  const source = level === 'annotation' ? 'label' : 'prediction'
  const url = level === 'image' ? transport.imageUrl({ id, v: '' }, SIZE) : transport.cropUrl({ id, v: '', source }, { size: SIZE, context: CONTEXT })
  const value = colour.terms[codes[place] ?? NO_CODE]?.value
  return (
    <Tip x={atX} y={atY}>
      <img className={styles.preview} src={url} alt="" />
      {value !== undefined && <TipRow name={colour.title}>{termName(colour, value, classes)}</TipRow>}
      <TipRow name={x.title}>
        {measure(atX)} {x.unit}
      </TipRow>
      <TipRow name={y.title}>
        {measure(atY)} {y.unit}
      </TipRow>
      <TipHint>Click to open</TipHint>
    </Tip>
  )
}
