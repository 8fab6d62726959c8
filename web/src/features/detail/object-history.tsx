import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { labelHistoryQuery } from '@/api/version-queries'
import type { HistoryStep, Provenance } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import { ago } from '@/lib/times'
import { amount } from '@/lib/words'
import { changeWords } from '@/state/label-changes'
import { useClasses } from '@/state/current'
import styles from './object-history.module.css'
import { lookBack } from './past'

const SHOWN = 4
const NOT_BY_HAND: ReadonlySet<string> = new Set(['undo', 'redo', 'restore', 'import'])

/** What happened to a label, newest first, and where it came from. A step that is pointed at is drawn over the image. */
export function ObjectHistory({ label }: { readonly label: number }) {
  const { data } = useQuery(labelHistoryQuery(useTransport(), label))
  const [all, setAll] = useState(false)
  useEffect(() => () => lookBack(null), [label])
  if (data === undefined) return null
  const steps = data.steps.toReversed()
  const hidden = all ? 0 : Math.max(steps.length - SHOWN, 0)
  return (
    <section aria-label="History of this label">
      <ol className={styles.steps} onPointerLeave={() => lookBack(null)}>
        {steps.slice(0, steps.length - hidden).map((step) => (
          <Step key={step.change.id} step={step} />
        ))}
        {hidden > 0 && (
          <li>
            <button type="button" className={styles.more} onClick={() => setAll(true)}>
              {amount(hidden, 'older change')}
            </button>
          </li>
        )}
      </ol>
      {data.provenance !== null && <p className={styles.line}>{originWords(data.provenance)}</p>}
    </section>
  )
}

function Step({ step }: { readonly step: HistoryStep }) {
  const classes = useClasses()
  const { change, before, after } = step
  return (
    <li>
      <button
        type="button"
        className={styles.step}
        title="Shows it as it was before and after"
        onPointerEnter={() => lookBack(step)}
        onFocus={() => lookBack(step)}
        onBlur={() => lookBack(null)}
      >
        <b>{changeWords(before, after, (id) => classes.look(id).name)}</b>
        <span>
          {change.author || 'someone'} {ago(change.at)}
          {NOT_BY_HAND.has(change.kind) && `: ${change.title}`}
          {change.reason !== '' && ` “${change.reason}”`}
        </span>
      </button>
    </li>
  )
}

/** "Imported 3 d ago: …", "Accepted from a prediction of reader by ada", "Made by ada". */
export function originWords({ how, change, run }: Provenance): string {
  const when = change === null ? '' : ` ${ago(change.at)}`
  const who = change === null || change.author === '' ? '' : ` by ${change.author}`
  if (how === 'imported') return `Imported${who}${when}${change === null ? '' : `: ${change.title}`}`
  if (how === 'accepted') return `Accepted from a prediction of ${run ?? 'a run'}${who}${when}`
  return `Made${who}${when}`
}
