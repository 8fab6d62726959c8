import { type KeyboardEvent, useState } from 'react'
import type { FieldOutliers, MetricEntry, MetricState } from '@/api/field-types'
import { amount, shortNumber } from '@/lib/words'
import { classNames } from '@/lib/class-names'
import { useActions } from '@/actions/registry'
import { fieldKey, groupFields, type MetricField } from './metric-groups'
import styles from './metric-list.module.css'

interface MetricListProps {
  readonly metrics: readonly MetricEntry[]
  readonly outliers: ReadonlyMap<string, FieldOutliers>
  readonly chosen: MetricField
  readonly onChoose: (field: MetricField) => void
}

const keyOf = ({ level, output }: MetricField): string => fieldKey(level, output.name)

/** Every field that a metric gives: how it stands, and how many values stand out. */
export function MetricList({ metrics, outliers, chosen, onChoose }: MetricListProps) {
  const [text, setText] = useState('')
  const groups = groupFields(metrics, text)
  const all = groups.flatMap(({ fields }) => fields)
  const step = (by: number): void => {
    const at = all.findIndex((field) => keyOf(field) === keyOf(chosen))
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
      {groups.map(({ title, fields }) => (
        <section key={title} aria-label={title}>
          <h2 className={styles.group}>
            {title} <span>{fields.length}</span>
          </h2>
          <ul>
            {fields.map((field) => (
              <li key={keyOf(field)}>
                <Line field={field} outliers={outliers.get(keyOf(field))} isChosen={keyOf(field) === keyOf(chosen)} onChoose={() => onChoose(field)} />
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

const STATES: Readonly<Record<MetricState, string>> = { measured: 'measured', stale: 'stale', not_measured: 'not measured', cannot: 'cannot be measured' }

function Line({ field: { metric, output }, outliers, isChosen, onChoose }: LineProps) {
  const { state, why, stale } = metric
  const told = state === 'stale' ? `${amount(stale, 'value')} stale` : STATES[state]
  return (
    <button
      type="button"
      data-line
      data-state={state}
      className={classNames(styles.line, isChosen && styles.chosen)}
      aria-current={isChosen}
      title={[output.meaning, why ?? told].join('\n')}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' })
      }}
      onKeyDown={walk}
      onClick={onChoose}
    >
      <i className={styles.dot} aria-hidden="true" />
      <span className={styles.name}>{output.title}</span>
      {state === 'measured' ? <Counts outliers={outliers} /> : <em className={styles.state}>{told}</em>}
    </button>
  )
}

function Counts({ outliers }: { readonly outliers: FieldOutliers | undefined }) {
  if (outliers === undefined) return <span className="visually-hidden">, no outliers</span>
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
