import type { ReactNode } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './bar-list.module.css'

export interface Bar {
  readonly key: string
  readonly text: string
  /** The field's term. */
  readonly term: string
  /** Decides the length. */
  readonly value: number
  /** What stands at the end of the bar. */
  readonly told: ReactNode
  readonly count?: string
  readonly isCurrent?: boolean
  /** Read out in place of the words and numbers side by side. */
  readonly name: string
  readonly onOpen?: (() => void) | undefined
}

interface BarListProps {
  readonly label: string
  readonly bars: readonly Bar[]
  readonly tone: 'bad' | 'first'
  /** The value of a bar of full length; the largest of these without it. */
  readonly longest?: number
}

/** Lying bars of one scale, each a door. */
export function BarList({ label, bars, tone, longest = Math.max(...bars.map(({ value }) => value)) }: BarListProps) {
  return (
    <ul className={styles.bars} aria-label={label}>
      {bars.map(({ key, text, term, value, told, count, name, isCurrent, onOpen }) => (
        <li key={key}>
          <button type="button" className={classNames(styles.bar, isCurrent === true && styles.current)} aria-pressed={isCurrent} title={term} disabled={onOpen === undefined} onClick={onOpen}>
            <span className="visually-hidden">{name}</span>
            <span className={styles.text} aria-hidden="true">
              {text}
            </span>
            <span className={styles.track} aria-hidden="true">
              {/* What is not 0 is always seen. */}
              <i className={classNames(styles.fill, styles[tone])} style={{ width: value > 0 ? `max(2px, ${(value / longest) * 100}%)` : 0 }} />
              <b>{told}</b>
            </span>
            {count !== undefined && <em aria-hidden="true">{count}</em>}
          </button>
        </li>
      ))}
    </ul>
  )
}
