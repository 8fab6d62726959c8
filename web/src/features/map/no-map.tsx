import { EmbedOffer } from '@/actions/embed-offer'
import type { Current } from '@/state/current'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { type MapSpec, NOUNS } from './use-map-spec'

/** In place of a map where nothing has vectors, or no row of the query has. */
export function NoMap({ spec, current }: { readonly spec: MapSpec; readonly current: Current }) {
  const go = useGo()
  if (spec.query !== '') {
    return (
      <EmptyState title={`No ${NOUNS[spec.level]} of this query is on the map`} actions={<Button onClick={() => go({ q: '' })}>Show the whole map</Button>}>
        None answers it, or those that do have no embedding.
      </EmptyState>
    )
  }
  return (
    <EmbedOffer dataset={current.dataset.id} run={spec.level === 'prediction' ? current.run : null} title="There is no map yet">
      A map lays look-alikes side by side: one sees what the set is made of, what it has little of, and what lies among others.
    </EmbedOffer>
  )
}
