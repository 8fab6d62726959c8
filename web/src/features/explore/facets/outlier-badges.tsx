import { useQuery } from '@tanstack/react-query'
import { outliersQuery } from '@/api/field-queries'
import { useTransport } from '@/api/transport/context'
import { andAlso } from '@/lib/query-text/rewrite'
import { amount, shortNumber } from '@/lib/words'
import { classNames } from '@/lib/class-names'
import type { ResultSpec } from '../spec'
import type { PlannedFacet } from './facet-plan'
import styles from './facets.module.css'

interface OutlierBadgesProps {
  readonly planned: PlannedFacet
  readonly spec: ResultSpec
  readonly query: string
  readonly onQuery: (query: string) => void
  /** May it count yet? */
  readonly counting: boolean
}

/** How many rows of the set lie far outside in this field; a click lists them. */
export function OutlierBadges({ planned, spec, query, onQuery, counting }: OutlierBadgesProps) {
  const { dataset, run, level } = spec
  const { data } = useQuery({ ...outliersQuery(useTransport(), { dataset, run }), enabled: counting })
  const found = data?.find((entry) => entry.level === planned.level && entry.field === planned.name)
  // The query is one of the field's own level; of an image's objects it holds in any(…), of an object's image it has none.
  if (found === undefined || (planned.level !== level && planned.within === null)) return null
  const list = (clause: string) => () => onQuery(andAlso(query, planned.within === null ? clause : `any(${planned.within}: ${clause})`))
  return (
    <span className={styles.outliers}>
      {found.moderate > 0 && (
        <button type="button" className={classNames(styles.outlier, found.stated ? null : styles.moderate)} title={`${amount(found.moderate, 'moderate outlier')}: list them`} onClick={list(found.moderate_query)}>
          {shortNumber(found.moderate)}
        </button>
      )}
      {found.severe > 0 && (
        <button type="button" className={classNames(styles.outlier, found.stated ? null : styles.severe)} title={`${amount(found.severe, 'severe outlier')}: list them`} onClick={list(found.severe_query)}>
          {shortNumber(found.severe)}
        </button>
      )}
    </span>
  )
}
