import { useState } from 'react'
import { useDebounced } from '@/lib/use-debounced'
import type { ResultSpec } from '../spec'
import { FacetBody } from './facet-body'
import { FacetFrame } from './facet-frame'
import type { PlannedFacet } from './facet-plan'
import { OutlierBadges } from './outlier-badges'
import { useFacet } from './use-facets'

interface FacetEntryProps {
  readonly planned: PlannedFacet
  readonly spec: ResultSpec
  readonly counting: boolean
  readonly open: boolean
  /** Nobody opened it: where it turns out to be empty it is not worth a line. */
  readonly canHide: boolean
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly onToggle: () => void
  readonly onClear: (() => void) | null
}

const REST_MS = 200

/** One facet: its heading, and its counts, which are asked for while it is open. */
export function FacetEntry({ planned, spec, counting, open, canHide, query, onQuery, onToggle, onClear }: FacetEntryProps) {
  const [typed, setTyped] = useState('')
  const asked = counting && open
  const { facet, isCounted } = useFacet(spec, planned, asked)
  // The most frequent values are here; the server looks through the rest.
  const hasMore = facet?.kind === 'terms' && facet.distinct > facet.terms.length
  const find = useDebounced(typed, REST_MS)
  const isFinding = hasMore && find !== ''
  const found = useFacet(spec, { ...planned, find }, asked && isFinding)
  if (open && canHide && isCounted && facet === undefined && onClear === null) return null
  return (
    <FacetFrame
      title={planned.title}
      fullTitle={planned.fullTitle}
      meaning={planned.meaning}
      open={open}
      onToggle={onToggle}
      onClear={onClear}
      badges={<OutlierBadges planned={planned} spec={spec} query={query} onQuery={onQuery} counting={counting} />}
    >
      <FacetBody
        planned={planned}
        facet={facet}
        found={isFinding ? found : null}
        loading={!isCounted}
        typed={typed}
        onType={setTyped}
        query={query}
        onQuery={onQuery}
      />
    </FacetFrame>
  )
}
