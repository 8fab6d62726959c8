import type { ReviewLevel } from '@/api/review-types'
import { useGo } from '@/state/place'
import styles from './bar.module.css'

const LEVELS = [
  ['annotation', 'Labels'],
  ['prediction', 'Predictions'],
  ['image', 'Images'],
] as const satisfies readonly (readonly [ReviewLevel, string])[]

interface LevelPickerProps {
  readonly level: ReviewLevel
  readonly hasRun: boolean
}

/** What hangs on the wall. A query is about one of them, so it is left behind. */
export function LevelPicker({ level, hasRun }: LevelPickerProps) {
  const go = useGo()
  const pick = (next: string): void => go({ of: next === 'annotation' ? null : next, q: '', only: null, group: null, show: null })
  return (
    <select className={styles.level} aria-label="What hangs on the wall" value={level} onChange={(event) => pick(event.target.value)}>
      {LEVELS.filter(([value]) => hasRun || value !== 'prediction').map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
