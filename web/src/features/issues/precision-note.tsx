import { useQuery } from '@tanstack/react-query'
import { precisionQuery } from '@/api/issue-queries'
import type { Precision } from '@/api/issue-types'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { precisionWords } from '@/state/precision-words'
import { Button } from '@/ui/button'
import styles from './kinds-panel.module.css'
import { usePrecision } from './spot-check-bar'
import { SPOT_CHECK_SIZE, type SpotChecking } from './use-spot-check'

interface PrecisionNoteProps {
  readonly scope: Scope
  readonly kind: string | null
  readonly checking: SpotChecking
}

/** How many of the list are real errors, how far that is known, and the way to know it better. */
export function PrecisionNote({ scope, kind, checking }: PrecisionNoteProps) {
  const precision = usePrecision(scope, kind)
  const { data } = useQuery(precisionQuery(useTransport(), scope))
  if (precision === null) return null
  const words = precisionWords(precision)
  const offers = !checking.isOn && precision.open > 0
  if (words === null && !offers) return null
  const begun = data?.spot_check ?? null
  return (
    <section aria-label="How precise is this list?">
      <h2 className={styles.heading}>How precise is this list?</h2>
      {words !== null && (
        <>
          <p className={styles.words}>
            <b>{words.text}</b> {words.note}
          </p>
          <Interval precision={precision} />
        </>
      )}
      {offers && (
        <div className={styles.check}>
          {begun === null ? (
            <Button
              edits
              size="small"
              disabled={checking.isDrawing}
              onClick={() => checking.begin(kind)}
              title="A few suspects drawn at random tell how many of all are real errors"
            >
              Judge {Math.min(SPOT_CHECK_SIZE, precision.open)} at random
            </Button>
          ) : (
            <Button edits size="small" onClick={() => checking.resume(begun.id)}>
              Go on with the spot check: {begun.left.length} left
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** The share on a line from 0 to all, with its interval. */
function Interval({ precision: { share, low, high } }: { readonly precision: Precision }) {
  if (share === null) return null
  const [from, to] = low === null || high === null ? [share, share] : [low, high]
  return (
    <div className={styles.track} aria-hidden="true">
      <i className={styles.interval} style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
      <i className={styles.share} style={{ left: `${share * 100}%` }} />
    </div>
  )
}
