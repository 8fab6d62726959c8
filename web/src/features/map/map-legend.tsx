import { type MapPoints, NO_CODE } from '@/api/map-points'
import { cssOf, RAMP_CSS } from '@/canvas/paint-codes'
import { measure, number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { Button } from '@/ui/button'
import styles from './map.module.css'

interface MapLegendProps {
  readonly points: MapPoints
  readonly palette: Uint32Array
  readonly hidden: ReadonlySet<number>
  /** Ink of what has no value. */
  readonly none: number
  readonly onToggle: (code: number) => void
  readonly onAll: () => void
}

const MOST = 24

/** What the colours stand for; a value is hidden and shown again by a click. */
export function MapLegend({ points: { colour, count }, palette, hidden, none, onToggle, onAll }: MapLegendProps) {
  const classes = useClasses()
  if (colour.type === 'number') {
    return (
      <div className={styles.legend} role="group" aria-label={`Colours: ${colour.title}`}>
        <b>{colour.title}</b>
        <span className={styles.end}>{measure(colour.low)}</span>
        <div className={styles.ramp} style={{ background: RAMP_CSS }} />
        <span className={styles.end}>{measure(colour.high)}</span>
      </div>
    )
  }
  const lacking = count - colour.terms.reduce((sum, term) => sum + term.count, 0)
  const name = (value: string | number): string => (typeof value === 'number' && colour.type === 'class' ? classes.look(value).name : String(value))
  const mark = (value: string | number): string => (typeof value === 'number' && colour.type === 'class' ? classes.look(value).mark : '')
  return (
    <div className={styles.legend} role="group" aria-label={`Colours: ${colour.title}`}>
      <b>{colour.title}</b>
      <div className={styles.entries}>
        {colour.terms.slice(0, MOST).map(({ value, count: of }, code) => (
          <Entry key={value} ink={palette[code] ?? none} mark={mark(value)} name={name(value)} count={of} isHidden={hidden.has(code)} onToggle={() => onToggle(code)} />
        ))}
        {lacking > 0 && <Entry ink={none} mark="" name="none" count={lacking} isHidden={hidden.has(NO_CODE)} onToggle={() => onToggle(NO_CODE)} />}
      </div>
      {colour.terms.length > MOST && <span className={styles.more}>and {number(colour.terms.length - MOST)} more</span>}
      {hidden.size > 0 && (
        <Button size="small" onClick={onAll}>
          Show all
        </Button>
      )}
    </div>
  )
}

interface EntryProps {
  readonly ink: number
  readonly mark: string
  readonly name: string
  readonly count: number
  readonly isHidden: boolean
  readonly onToggle: () => void
}

function Entry({ ink, mark, name, count, isHidden, onToggle }: EntryProps) {
  return (
    <button type="button" className={styles.entry} aria-pressed={!isHidden} title={isHidden ? `Show ${name}` : `Hide ${name}`} onClick={onToggle}>
      <span className={styles.dot} style={{ background: cssOf(ink) }}>
        {mark}
      </span>
      <span className={styles.name}>{name}</span>
      <span className={styles.amount}>{number(count)}</span>
    </button>
  )
}
