import { type ReactNode, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { amount, number } from '@/lib/words'
import styles from './drift.module.css'
import type { Choice } from './sides'

interface SidePickerProps {
  readonly title: string
  readonly tone: 'reference' | 'current'
  readonly choices: readonly Choice[]
  /** Null: nothing was chosen yet. */
  readonly query: string | null
  /** How many rows it lists; null while that is unknown. */
  readonly count: number | null
  readonly noun: string
  readonly onChoose: (query: string) => void
  /** Where the side is, if that can be chosen. */
  readonly children?: ReactNode
}

/** One side of the comparison: a split, or any query. */
export function SidePicker({ title, tone, choices, query, count, noun, onChoose, children }: SidePickerProps) {
  // What is being typed; null while it is what is in force.
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <fieldset className={styles.side}>
      <legend>
        <i className={classNames(styles.swatch, styles[tone])} aria-hidden="true" /> {title} <em>{count !== null && amount(count, noun)}</em>
      </legend>
      <div className={styles.choices}>
        {children}
        {choices.map(({ name, query: means, count: size }) => (
          <button
            key={means}
            type="button"
            className={classNames(styles.choice, means === query && styles.chosen)}
            aria-pressed={means === query}
            title={means === '' ? 'Everything in the dataset' : means}
            onClick={() => {
              setDraft(null)
              onChoose(means)
            }}
          >
            {name} {size !== null && <em>{number(size)}</em>}
          </button>
        ))}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setDraft(null)
            if (draft !== null) onChoose(draft.trim())
          }}
        >
          <input
            aria-label={`${title}: query`}
            placeholder="or a query, then Enter"
            spellCheck={false}
            value={draft ?? query ?? ''}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setDraft(null)
            }}
          />
        </form>
      </div>
    </fieldset>
  )
}
