import type { PointColour } from '@/api/map-points'
import type { Scatter } from '@/api/types'
import { cssOf, RAMP_CSS } from '@/canvas/paint-codes'
import { measure, number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassBadge } from '@/ui/class-chip'
import styles from './scatter.module.css'

interface LegendProps {
  readonly scatter: Scatter
  readonly palette: Uint32Array
  readonly classes: ClassBook
}

const MOST = 8

/** What the colours of the points stand for. */
export function Legend({ scatter: { colour }, palette, classes }: LegendProps) {
  if (colour.type === 'number' && colour.terms.length === 0) {
    return (
      <span className={styles.legend} role="group" aria-label={`Colours: ${colour.title}`}>
        {colour.title} {measure(colour.low)}
        <span className={styles.ramp} style={{ background: RAMP_CSS }} aria-hidden="true" />
        {measure(colour.high)}
      </span>
    )
  }
  return (
    <span className={styles.legend} role="group" aria-label={`Colours: ${colour.title}`}>
      {colour.terms.slice(0, MOST).map(({ value }, code) => (
        <span key={value} className={styles.entry}>
          <ClassBadge colour={cssOf(palette[code] ?? 0)} mark={colour.type === 'class' ? classes.look(Number(value)).mark : ''} size="small" />
          {termName(colour, value, classes)}
        </span>
      ))}
      {colour.terms.length > MOST && `${number(colour.terms.length - MOST)} more`}
    </span>
  )
}

/** A value in words. */
export function termName({ type }: Pick<PointColour, 'type'>, value: string | number, classes: ClassBook): string {
  return type === 'class' && typeof value === 'number' ? classes.look(value).name : String(value)
}
