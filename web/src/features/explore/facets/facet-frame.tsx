import type { ReactNode } from 'react'
import { IconButton } from '@/ui/button'
import { Icon } from '@/ui/icon'
import styles from './facets.module.css'

interface FacetFrameProps {
  readonly title: string
  readonly meaning: string
  readonly open: boolean
  readonly onToggle: () => void
  /** The facet narrows the query; clears that. */
  readonly onClear: (() => void) | null
  readonly children: ReactNode
}

/** A facet's heading, and what is under it while it is open. */
export function FacetFrame({ title, meaning, open, onToggle, onClear, children }: FacetFrameProps) {
  return (
    <section className={styles.facet}>
      <h3 className={styles.head}>
        <button type="button" className={styles.toggle} aria-expanded={open} title={meaning} onClick={onToggle}>
          {title}
          <Icon name={open ? 'down' : 'right'} size={12} className={styles.chevron} />
        </button>
        {onClear !== null && <IconButton icon="close" size="small" label={`Clear ${title}`} onClick={onClear} />}
      </h3>
      {open && children}
    </section>
  )
}
