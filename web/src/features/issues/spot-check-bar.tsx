import { useQuery } from '@tanstack/react-query'
import { precisionQuery } from '@/api/issue-queries'
import type { Precision, SpotCheck } from '@/api/issue-types'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { precisionWords } from '@/state/precision-words'
import { number } from '@/lib/words'
import { Button } from '@/ui/button'
import styles from './inbox-bar.module.css'

interface SpotCheckBarProps {
  readonly check: SpotCheck
  readonly left: number
  readonly onEnd: () => void
}

/** How far the spot check is. */
export function SpotCheckBar({ check, left, onEnd }: SpotCheckBarProps) {
  const total = check.issues.length
  const judged = total - left
  return (
    <>
      <b>Spot check</b>
      <span className={styles.progress} aria-live="polite">
        {number(judged)} of {number(total)} judged, drawn at random from {number(check.population)}
        <i className={styles.track} aria-hidden="true">
          <i style={{ width: `${(judged / Math.max(total, 1)) * 100}%` }} />
        </i>
      </span>
      <span className={styles.gap} />
      <Button size="small" onClick={onEnd}>
        {left === 0 ? 'Back to the list' : 'Leave it for now'}
      </Button>
    </>
  )
}

/** The precision of what a spot check was drawn from. */
export function usePrecision(scope: Scope, kind: string | null): Precision | null {
  const { data } = useQuery(precisionQuery(useTransport(), scope))
  if (data === undefined) return null
  return kind === null ? data.whole : (data.kinds.find((one) => one.kind === kind) ?? null)
}

interface SpotCheckDoneProps {
  readonly scope: Scope
  readonly check: SpotCheck
  readonly onEnd: () => void
}

/** All is judged: what it says of the list. */
export function SpotCheckDone({ scope, check, onEnd }: SpotCheckDoneProps) {
  const precision = usePrecision(scope, check.kind)
  const words = precision === null ? null : precisionWords(precision)
  return (
    <div className={styles.done} role="status">
      <h2>The spot check is done</h2>
      {words !== null && (
        <p>
          <b>{words.text}</b> {words.note}
        </p>
      )}
      <Button variant="primary" onClick={onEnd}>
        Back to the list
      </Button>
    </div>
  )
}
