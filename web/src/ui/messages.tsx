import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'
import { Quoted } from './quoted'
import styles from './messages.module.css'

interface EmptyStateProps {
  readonly icon?: IconName
  /** What is so: "No image matches this query". */
  readonly title: string
  /** What to do next. */
  readonly children?: ReactNode
  /** Buttons that do it. */
  readonly actions?: ReactNode
}

/** An empty screen that says what to do next. */
export function EmptyState({ icon = 'search', title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.message} role="status">
      <Icon name={icon} size={28} className={styles.icon} />
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

interface ErrorStateProps {
  readonly title: string
  /** What is safe, and what to do. */
  readonly hint: string
  readonly actions?: ReactNode
}

/** What happened, what is safe, what to do: for a whole panel. */
export function ErrorState({ title, hint, actions }: ErrorStateProps) {
  return (
    <div className={styles.message} role="alert">
      <Icon name="issues" size={28} className={styles.bad} />
      <h2 className={styles.title}>
        <Quoted text={title} />
      </h2>
      {hint !== '' && <div className={styles.text}><Quoted text={hint} /></div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

/** The same as a strip over what is still shown. */
export function ErrorStrip({ title, hint, actions }: ErrorStateProps) {
  return (
    <div className={styles.strip} role="alert">
      <Icon name="issues" className={styles.bad} />
      <span>
        <b><Quoted text={title} /></b> <span className={styles.stripHint}><Quoted text={hint} /></span>
      </span>
      {actions}
    </div>
  )
}
