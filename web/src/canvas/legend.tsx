/** What the two kinds of line mean. */
import styles from './legend.module.css'

export function Legend() {
  return (
    <p className={styles.legend}>
      <i className={styles.solid} aria-hidden="true" /> label
      <i className={styles.dashed} aria-hidden="true" /> prediction
    </p>
  )
}
