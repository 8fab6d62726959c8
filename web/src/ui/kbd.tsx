import { keyParts } from '@/lib/keys'
import { IS_MAC } from '@/lib/platform'
import styles from './kbd.module.css'

interface KbdProps {
  /** A combination in the notation of `lib/keys`. */
  readonly keys: string
}

/** A key, as it stands on the keyboard. Decoration: the name of the thing beside it says what it does. */
export function Kbd({ keys }: KbdProps) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {keyParts(keys, IS_MAC).map((part) => (
        <kbd key={part} className={styles.key}>
          {part}
        </kbd>
      ))}
    </span>
  )
}
