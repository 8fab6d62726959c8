import { type KeyboardEvent, useState } from 'react'
import type { FieldOutliers, MetricState } from '@/api/field-types'
import { amount, shortNumber } from '@/lib/words'
import { classNames } from '@/lib/class-names'
import { useActions } from '@/actions/registry'
import { fieldKey, groupFields, isEmpty, type MetricField, standingOf } from './metric-groups'
import styles from './metric-list.module.css'

interface MetricListProps {
  readonly fields: readonly MetricField[]
  readonly outliers: ReadonlyMap<string, FieldOutliers>
  readonly chosen: MetricField
  readonly onChoose: (field: MetricField) => void
}

/** Every field that a metric gives: how it stands, and how many values stand out. */
export function MetricList({ fields, outliers, chosen, onChoose }: MetricListProps) {
  const [text, setText] = useState('')
  const groups = groupFields(fields, text)
  const all = groups.flatMap((group) => group.fields)
  const step = (by: number): void => {
    const at = all.findIndex((field) => fieldKey(field) === fieldKey(chosen))
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)]
    if (next !== undefined) onChoose(next)
  }
  useActions([
    { id: 'metrics.next', label: 'Next metric', group: 'Metrics', keys: ['j'], perform: () => step(1) },
    { id: 'metrics.previous', label: 'Previous metric', group: 'Metrics', keys: ['k'], perform: () => step(-1) },
  ])
  return (
    <nav className={styles.list} aria-label="Metrics">
      <input className={styles.find} type="search" aria-label="Find a metric" placeholder="Find a metric" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {groups.length === 0 && <p className={styles.none}>No metric is called that.</p>}
      {groups.map(({ title, fields: listed }) => (
        <section key={title} aria-label={title}>
          <h2 className={styles.group}>
            {title} <span>{listed.length}</span>
          </h2>
          <ul>
            {listed.map((field) => (
              <li key={fieldKey(field)}>
                <Line field={field} outliers={outliers.get(fieldKey(field))} isChosen={fieldKey(field) === fieldKey(chosen)} onChoose={() => onChoose(field)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

interface LineProps {
  readonly field: MetricField
  readonly outliers: FieldOutliers | undefined
  readonly isChosen: boolean
  readonly onChoose: () => void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys go from line to line, over groups; Enter and space choose. */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const by = ARROWS[event.key]
  if (by === undefined) return
  const lines = [...(event.currentTarget.closest('nav')?.querySelectorAll<HTMLElement>('[data-line]') ?? [])]
  lines[lines.indexOf(event.currentTarget) + by]?.focus()
  event.preventDefault()
}

const STATES: Readonly<Record<MetricState, string>> = { measured: '', field: '', stale: 'stale', 'not measured': '', cannot: 'cannot' }

function Line({ field: { metric, title, meaning }, outliers, isChosen, onChoose }: LineProps) {
  const { state } = metric
  const word = isEmpty(metric) ? 'no values' : STATES[state]
  return (
    <button
      type="button"
      data-line
      data-state={state}
      className={classNames(styles.line, isChosen && styles.chosen)}
      aria-current={isChosen}
      title={[meaning, standingOf(metric)].filter((words) => words !== '').join('\n')}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' })
      }}
      onKeyDown={walk}
      onClick={onChoose}
    >
      <i className={styles.dot} aria-hidden="true" />
      <span className={styles.name}>{title}</span>
      {state === 'not measured' && <span className="visually-hidden">, not measured</span>}
      {word === '' ? <Counts outliers={outliers} /> : <em className={styles.state}>{word}</em>}
    </button>
  )
}

function Counts({ outliers }: { readonly outliers: FieldOutliers | undefined }) {
  if (outliers === undefined) return null
  const { moderate, severe } = outliers
  return (
    <span className={styles.counts}>
      {severe > 0 && (
        <b className={styles.severe} title={amount(severe, 'severe outlier')}>
          <span className="visually-hidden">, severe outliers: </span>
          {shortNumber(severe)}
        </b>
      )}
      {moderate > 0 && (
        <b className={styles.moderate} title={amount(moderate, 'moderate outlier')}>
          <span className="visually-hidden">, moderate outliers: </span>
          {shortNumber(moderate)}
        </b>
      )}
    </span>
  )
}
