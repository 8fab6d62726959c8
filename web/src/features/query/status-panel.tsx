import { amount } from '@/lib/words'
import { Quoted } from '@/ui/quoted'
import { ColouredText } from './coloured-text'
import styles from './query-bar.module.css'
import type { Verdict } from './use-draft'
import { NOUNS, type Asked } from './use-question'

interface StatusPanelProps {
  readonly verdict: Verdict
  readonly asked: Asked
}

/** Under the bar: what is wrong and what would do, or how the query is understood and how many it lists. */
export function StatusPanel({ verdict, asked }: StatusPanelProps) {
  const { check, text, span } = verdict
  if (check.error !== null) {
    return (
      <div className={styles.status} role="alert">
        {span !== null && <Caret text={text} span={span} />}
        <div className={styles.problem}><Quoted text={check.error.message} /></div>
        {check.error.hint !== '' && <div className={styles.hint}><Quoted text={check.error.hint} /></div>}
      </div>
    )
  }
  if (text.trim() === '') return null
  return (
    <div className={styles.status} role="status">
      <span className={styles.understood}>
        <b>{check.total === null ? '' : amount(check.total, NOUNS[asked.level])}</b>
        {check.canonical !== null && check.canonical !== text && (
          <code>
            <ColouredText text={check.canonical} checked={null} wrong={null} />
          </code>
        )}
      </span>
    </div>
  )
}

const AROUND = 32

/** The text around the error with a caret line, as the command line shows it. */
function Caret({ text, span }: { readonly text: string; readonly span: readonly [number, number] }) {
  const from = Math.max(span[0] - AROUND, 0)
  const to = Math.min(span[1] + AROUND, text.length)
  const lead = from > 0 ? '…' : ''
  return (
    <pre className={styles.caret} aria-hidden="true">
      {`${lead}${text.slice(from, to)}${to < text.length ? '…' : ''}\n${' '.repeat(lead.length + span[0] - from)}`}
      <b>{'^'.repeat(Math.max(Math.min(span[1], to) - span[0], 1))}</b>
    </pre>
  )
}
