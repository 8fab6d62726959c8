import type { HTMLAttributes, ReactNode } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './card.module.css'

interface CardProps extends HTMLAttributes<HTMLElement> {
  /** The card that is current, framed in the accent. */
  readonly current?: boolean
  readonly children: ReactNode
}

/** A panel with a hairline around what belongs together. */
export function Card({ current = false, className, children, ...rest }: CardProps) {
  return (
    <article className={classNames(styles.card, current && styles.current, className)} {...rest}>
      {children}
    </article>
  )
}
