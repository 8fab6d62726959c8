import { useState } from 'react'
import { useEditing } from '@/actions/editing'
import type { Change } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { clockTime, dayName } from '@/lib/times'
import { amount } from '@/lib/words'
import { Button } from '@/ui/button'
import { Icon, type IconName } from '@/ui/icon'
import styles from './journal.module.css'
import { type Steps, stepsTo } from './steps'

/** The entries by day, newest first. */
export function Journal({ entries }: { readonly entries: readonly Change[] }) {
  const walk = useWalk()
  return (
    <div className={styles.journal}>
      {byDay(entries).map(([day, changes]) => (
        <section key={day} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          <ol>
            {changes.map((change) => (
              <Entry
                key={change.id}
                change={change}
                steps={stepsTo(entries, change)}
                busy={walk.busy}
                onWalk={walk.go}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

interface EntryProps {
  readonly change: Change
  readonly steps: Steps | null
  readonly busy: boolean
  readonly onWalk: (steps: Steps) => void
}

function Entry({ change, steps, busy, onWalk }: EntryProps) {
  const isOff = change.state === 'undone' || change.state === 'dropped'
  return (
    <li className={classNames(styles.entry, isOff && styles.off)}>
      <time dateTime={change.at} title={new Date(change.at).toLocaleString('en-GB')}>
        {clockTime(change.at)}
      </time>
      <Icon name={ICONS[change.kind]} className={styles.icon} />
      <div className={styles.words}>
        <span className={styles.title}>{change.title}</span>
        {change.reason !== '' && <span className={styles.reason}>“{change.reason}”</span>}
      </div>
      <span className={styles.state} title={MEANINGS[change.state]}>
        {STATES[change.state]}
      </span>
      <span className={styles.rows}>{amount(change.rows, 'row')}</span>
      <span className={styles.who} title={`Made in the ${SOURCES[change.source] ?? change.source}`}>
        {change.author || 'someone'} <small>{SOURCES[change.source] ?? change.source}</small>
      </span>
      <span className={styles.way}>
        {steps !== null && (
          <Button size="small" variant="quiet" edits disabled={busy} onClick={() => onWalk(steps)}>
            {wayWords(steps)}
          </Button>
        )}
      </span>
    </li>
  )
}

const ICONS: Readonly<Record<Change['kind'], IconName>> = {
  import: 'plus',
  relabel: 'tag',
  delete: 'trash',
  add: 'plus',
  move: 'image',
  remove_image: 'trash',
  decide: 'check',
  segment: 'bookmark',
  autotag: 'tag',
  undo: 'undo',
  redo: 'redo',
  reshape: 'image',
  attributes: 'tag',
  classes: 'tag',
  review: 'check',
  restore: 'history',
}

const STATES: Readonly<Record<Change['state'], string>> = { live: '', undone: 'undone', dropped: 'dropped', logged: '' }

const MEANINGS: Readonly<Record<Change['state'], string>> = {
  live: 'In force',
  undone: 'Taken back; can be redone',
  dropped: 'Taken back, and a later change closed the way to redo it',
  logged: '',
}

const SOURCES: Readonly<Record<string, string>> = { web: 'browser', cli: 'shell', sdk: 'Python' }

function wayWords({ direction, edits: { length: count } }: Steps): string {
  if (direction === 'undo') return count === 1 ? 'Undo' : `Undo ${count} up to here`
  return count === 1 ? 'Redo' : `Redo ${count} up to here`
}

/** Takes all the steps at once. */
function useWalk(): { busy: boolean; go: (steps: Steps) => void } {
  const editing = useEditing()
  const [busy, setBusy] = useState(false)
  const walk = async ({ direction, edits, to }: Steps): Promise<void> => {
    setBusy(true)
    if (edits.length === 1) await editing[direction]()
    else await (direction === 'undo' ? editing.undoTo(to, edits) : editing.redoTo(to))
    setBusy(false)
  }
  return { busy, go: (steps) => void walk(steps) }
}

function byDay(entries: readonly Change[]): readonly (readonly [string, readonly Change[]])[] {
  const days = new Map<string, Change[]>()
  for (const entry of entries) {
    const day = dayName(entry.at)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days]
}
