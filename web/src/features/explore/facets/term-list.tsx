import { type ReactNode, useState } from 'react'
import type { TermValue } from '@/lib/query-text/clause'
import { matchWords } from '@/lib/match-words'
import { number } from '@/lib/words'
import styles from './facets.module.css'

export interface TermRow {
  readonly value: TermValue
  readonly name: string
  readonly badge?: ReactNode
  /** Null while it is counted. */
  readonly count: number | null
  readonly total: number
}

interface TermListProps {
  readonly title: string
  readonly rows: readonly TermRow[]
  readonly ticked: readonly TermValue[]
  readonly onToggle: (value: TermValue) => void
  /** Does a query narrow the list? Then two numbers are shown. */
  readonly narrowed: boolean
}

const SHOWN = 10
const SEARCH_FROM = 12

/** Values with their counts; ticking one narrows the query. */
export function TermList({ title, rows, ticked, onToggle, narrowed }: TermListProps) {
  const [typed, setTyped] = useState('')
  const [all, setAll] = useState(false)
  const found = typed === '' ? rows : rows.filter(({ name }) => matchWords(typed, name) !== null)
  const shown = all || typed !== '' ? found : found.filter(({ value }, index) => index < SHOWN || ticked.includes(value))
  return (
    <>
      {rows.length >= SEARCH_FROM && (
        <input
          className={styles.search}
          aria-label={`Find in ${title}`}
          placeholder={`Find in ${number(rows.length)}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <ul className={styles.terms} aria-label={title}>
        {shown.map((row) => (
          <li key={String(row.value)}>
            <label className={styles.term} title={row.count === null ? row.name : `${row.name}: ${number(row.count)} of ${number(row.total)}`}>
              <input type="checkbox" checked={ticked.includes(row.value)} onChange={() => onToggle(row.value)} />
              {row.badge}
              <span className={styles.name}>{row.name}</span>
              {row.count !== null && (
                <span className={styles.numbers}>
                  {number(row.count)}
                  {narrowed && <em> / {number(row.total)}</em>}
                </span>
              )}
            </label>
          </li>
        ))}
      </ul>
      {found.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {number(found.length - shown.length)} more
        </button>
      )}
      {all && typed === '' && rows.length > SHOWN && (
        <button type="button" className={styles.more} onClick={() => setAll(false)}>
          Fewer
        </button>
      )}
      {found.length === 0 && <p className={styles.none}>{typed === '' ? 'No values' : 'None is called that'}</p>}
    </>
  )
}
