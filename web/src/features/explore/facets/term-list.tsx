import { type ReactNode, useState } from 'react'
import type { TermValue } from '@/lib/query-text/clause'
import { matchWords } from '@/lib/match-words'
import { useRest } from '@/lib/use-rest'
import { number } from '@/lib/words'
import styles from './facets.module.css'
import { useRowsAhead } from './use-rows-ahead'

export interface TermRow {
  readonly value: TermValue
  readonly name: string
  readonly badge?: ReactNode
  /** Null while it is counted, and for a value that is not among those counted. */
  readonly count: number | null
  readonly total: number
}

interface TermListProps {
  readonly title: string
  readonly rows: readonly TermRow[]
  readonly ticked: readonly TermValue[]
  /** The query with this value ticked, or no longer. */
  readonly toggled: (value: TermValue) => string
  readonly onQuery: (query: string) => void
  /** Does a query narrow the list? Then two numbers are shown. */
  readonly narrowed: boolean
  readonly typed: string
  readonly onType: (typed: string) => void
  /** How many values there are where `rows` are but the most frequent; what is typed then asks for more of them. */
  readonly distinct?: number
  /** Have the rows been looked for by what is typed already? */
  readonly isFound?: boolean
}

/** So many values are shown until more are asked for. */
export const TERMS_SHOWN = 10
const SEARCH_FROM = 12
/** Of a list that is opened in full: as many as a person would look through. */
const MOST = 500

/** Values with their counts; ticking one narrows the query. */
export function TermList({ title, rows, ticked, toggled, onQuery, narrowed, typed, onType, distinct = rows.length, isFound = false }: TermListProps) {
  const [all, setAll] = useState(false)
  const ask = useRowsAhead()
  const isTyped = typed !== ''
  const found = isTyped && !isFound ? rows.filter(({ name }) => matchWords(typed, name) !== null) : rows
  const shown = all || isTyped ? found.slice(0, MOST) : found.filter(({ value }, index) => index < TERMS_SHOWN || ticked.includes(value))
  return (
    <>
      {(Math.max(distinct, rows.length) >= SEARCH_FROM || isTyped) && (
        <input
          className={styles.search}
          aria-label={`Find in ${title}`}
          placeholder={`Find in ${number(distinct)}`}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
      <ul className={styles.terms} aria-label={title}>
        {shown.map((row) => (
          <TermLine key={String(row.value)} row={row} isTicked={ticked.includes(row.value)} narrowed={narrowed} onToggle={() => onQuery(toggled(row.value))} onRest={() => ask(toggled(row.value))} />
        ))}
      </ul>
      {!isTyped && <TermFoot all={all} beyond={Math.max(distinct, found.length) - shown.length} shown={shown.length} onAll={setAll} />}
      {found.length === 0 && <p className={styles.none}>{isTyped ? 'None is called that' : 'No values'}</p>}
    </>
  )
}

interface TermFootProps {
  readonly all: boolean
  /** How many values are not shown. */
  readonly beyond: number
  readonly shown: number
  readonly onAll: (all: boolean) => void
}

/** The way to more values, and back. */
function TermFoot({ all, beyond, shown, onAll }: TermFootProps) {
  if (!all) {
    if (beyond <= 0) return null
    return (
      <button type="button" className={styles.more} onClick={() => onAll(true)}>
        {number(beyond)} more
      </button>
    )
  }
  if (shown <= TERMS_SHOWN) return null
  return (
    <>
      {beyond > 0 && <p className={styles.none}>{number(beyond)} rarer ones: type to find them</p>}
      <button type="button" className={styles.more} onClick={() => onAll(false)}>
        Fewer
      </button>
    </>
  )
}

interface TermLineProps extends Pick<TermListProps, 'narrowed'> {
  readonly row: TermRow
  readonly isTicked: boolean
  readonly onToggle: () => void
  readonly onRest: () => void
}

function TermLine({ row: { name, badge, count, total }, isTicked, narrowed, onToggle, onRest }: TermLineProps) {
  const rest = useRest(onRest)
  return (
    <li>
      <label {...rest} className={styles.term} title={count === null ? name : `${name}: ${number(count)} of ${number(total)}`}>
        <input type="checkbox" checked={isTicked} onChange={onToggle} />
        {badge}
        <span className={styles.name}>{name}</span>
        {count !== null && (
          <span className={styles.numbers}>
            {number(count)}
            {narrowed && <em> / {number(total)}</em>}
          </span>
        )}
      </label>
    </li>
  )
}
