import type { Filter } from '../types'
import styles from './wall.module.css'

const WORDS: Record<Filter, readonly [string, string]> = {
  all: ['Nothing to review here', 'The query lists nothing. Change it, or open the review from another list.'],
  marked: ['Nothing is marked', 'Choose All, and press a crop that is wrong: it will be listed here.'],
  unmarked: ['Everything is marked', 'Choose Marked to see it.'],
}

/** Why the wall is empty, and what to do. */
export function NothingShown({ filter }: { readonly filter: Filter }) {
  const [title, what] = WORDS[filter]
  return (
    <div className={styles.nothing}>
      <strong>{title}</strong>
      <p>{what}</p>
    </div>
  )
}
