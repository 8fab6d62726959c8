import type { ReactNode } from 'react'
import { IconButton } from '@/ui/button'
import { Icon } from '@/ui/icon'
import styles from './facets.module.css'

interface FacetFrameProps {
  readonly title: string
  /** The title without a group around it. */
  readonly fullTitle: string
  readonly meaning: string
  readonly open: boolean
  readonly onToggle: () => void
  /** The facet narrows the query; clears that. */
  readonly onClear: (() => void) | null
  /** Beside the title. */
  readonly badges?: ReactNode
  readonly children: ReactNode
}

/** A facet's heading, and what is under it while it is open. */
export function FacetFrame({ title, fullTitle, meaning, open, onToggle, onClear, badges, children }: FacetFrameProps) {
  return (
    <section className={styles.facet}>
      <h4 className={styles.head}>
        <button type="button" className={styles.toggle} aria-expanded={open} title={meaning} onClick={onToggle}>
          {title}
          <Icon name={open ? 'down' : 'right'} size={12} className={styles.chevron} />
        </button>
        {badges}
        {onClear !== null && <IconButton icon="close" size="small" label={`Clear ${fullTitle}`} onClick={onClear} />}
      </h4>
      {open && children}
    </section>
  )
}
