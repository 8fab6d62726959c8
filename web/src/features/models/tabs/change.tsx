import { classNames } from '@/lib/class-names'
import styles from './change.module.css'

interface Interval {
  readonly delta: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Whether a change may be chance: its interval holds 0, or there is none. */
export function mayBeChance({ delta, low, high }: Interval): boolean {
  return delta === null || delta === 0 || (low !== null && high !== null && low <= 0 && high >= 0)
}

/** A difference with its sign. */
export function signed(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return '0'
  return `${value > 0 ? '+' : '−'}${text}`
}

/** A number that went up or down: grey where that may be chance, else as good or bad as it is. */
export function Change({ interval, digits = 3 }: { readonly interval: Interval; readonly digits?: number }) {
  const { delta } = interval
  if (delta === null) return <span className={styles.quiet}>–</span>
  return <b className={classNames(styles.change, mayBeChance(interval) ? styles.quiet : delta > 0 ? styles.better : styles.worse)}>{signed(delta, digits)}</b>
}

interface ChangeBarProps {
  readonly interval: Interval
  /** The change that is as long as the bar is to either side. */
  readonly most: number
}

const WIDTH = 120
const HEIGHT = 16

/** A change as a bar from 0 to either side, with its interval as a line. */
export function ChangeBar({ interval, most }: ChangeBarProps) {
  const { delta, low, high } = interval
  const at = (value: number): number => WIDTH / 2 + (Math.max(Math.min(value / most, 1), -1) * WIDTH) / 2
  return (
    <svg className={styles.bar} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line className={styles.zero} x1={WIDTH / 2} x2={WIDTH / 2} y2={HEIGHT} />
      {delta !== null && (
        <rect
          className={mayBeChance(interval) ? styles.quietFill : delta > 0 ? styles.betterFill : styles.worseFill}
          x={Math.min(at(0), at(delta))}
          y={4}
          width={Math.abs(at(delta) - at(0))}
          height={8}
          rx={1.5}
        />
      )}
      {low !== null && high !== null && <path className={styles.whisker} d={`M${at(low)} 5v6m0 -3H${at(high)}m0 -3v6`} />}
    </svg>
  )
}
