import { classNames } from '@/lib/class-names'
import { ColouredText } from './coloured-text'
import styles from './query-bar.module.css'
import type { Suggestion } from './suggestion'

interface SuggestionListProps {
  readonly id: string
  readonly suggestions: readonly Suggestion[]
  readonly current: number
  readonly onTake: (suggestion: Suggestion) => void
}

/** The list under the query bar. The field keeps the focus and moves the cursor of the list. */
export function SuggestionList({ id, suggestions, current, onTake }: SuggestionListProps) {
  return (
    <ul id={id} className={styles.list} role="listbox" aria-label="Ways to go on">
      {suggestions.map((suggestion, index) => (
        // The field above handles the keys; the mouse is the second way.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={suggestion.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          className={classNames(styles.suggestion, index === current && styles.current)}
          ref={index === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          // The field must not lose the focus before the click is there.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
        >
          <span className={styles.insert}>
            <ColouredText text={suggestion.text} checked={null} wrong={null} />
          </span>
          <span className={styles.detail}>{suggestion.detail}</span>
          <span className={styles.kind}>{suggestion.kind}</span>
        </li>
      ))}
    </ul>
  )
}
