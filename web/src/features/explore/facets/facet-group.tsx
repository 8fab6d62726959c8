import { type ReactNode, useState } from 'react'
import { number } from '@/lib/words'
import { Icon } from '@/ui/icon'
import type { FacetGroup, PlannedFacet } from './facet-plan'
import styles from './facets.module.css'

interface FacetGroupFrameProps {
  readonly group: FacetGroup
  readonly open: boolean
  /** How many of its facets narrow the query. */
  readonly narrowing: number
  readonly onToggle: () => void
  readonly children: ReactNode
}

/** Facets of one kind of row under a heading; folded, none of them is asked for. */
export function FacetGroupFrame({ group, open, narrowing, onToggle, children }: FacetGroupFrameProps) {
  return (
    <section className={styles.group} aria-label={`Filters of ${group.title.toLowerCase()}`}>
      <h3 className={styles.groupHead}>
        <button type="button" className={styles.groupToggle} aria-expanded={open} onClick={onToggle}>
          <Icon name={open ? 'down' : 'right'} size={12} className={styles.chevron} />
          {group.title}
          <span className={styles.groupCount}>{number(group.facets.length)}</span>
          {!open && narrowing > 0 && <span className={styles.groupUsed}>{number(narrowing)} in use</span>}
        </button>
      </h3>
      {open && children}
    </section>
  )
}

const FEW = 12

interface FewFirstProps {
  readonly facets: readonly PlannedFacet[]
  /** Those that are shown wherever they stand: open ones, and ones that narrow the query. */
  readonly isKept: (facet: PlannedFacet) => boolean
  readonly children: (facet: PlannedFacet) => ReactNode
}

/** The first of many facets, and the way to the others. */
export function FewFirst({ facets, isKept, children }: FewFirstProps) {
  const [all, setAll] = useState(false)
  const shown = all || facets.length <= FEW + 3 ? facets : facets.filter((facet, index) => index < FEW || isKept(facet))
  return (
    <>
      {shown.map(children)}
      {shown.length < facets.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {number(facets.length - shown.length)} more
        </button>
      )}
      {all && (
        <button type="button" className={styles.more} onClick={() => setAll(false)}>
          Fewer
        </button>
      )}
    </>
  )
}
