import { useQuery } from '@tanstack/react-query'
import { NoData } from '@/actions/no-data'
import { segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { READ_ONLY } from '@/lib/base-path'
import { amount } from '@/lib/words'
import { useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import { Board } from './board/board'
import { OneSegment } from './one/one-segment'

const WAITING_PX = 480

/** Rows worth keeping together, by what is to be done with them; or one of them (V1.12, V5.3). */
export function SegmentsPage() {
  const current = useCurrent()
  const segment = usePlace((place) => place.segment)
  if (current === null) return <NoData />
  return segment === null ? <AllSegments dataset={current.dataset.id} /> : <OneSegment key={segment} id={segment} scope={current.scope} />
}

function AllSegments({ dataset }: { readonly dataset: number }) {
  const asked = useQuery(segmentsQuery(useTransport(), dataset))
  useHeadline(asked.data === undefined ? '' : amount(asked.data.length, 'segment'))
  return (
    <Told asked={asked} height={WAITING_PX}>
      {(segments) => (segments.length === 0 ? <NoSegment /> : <Board segments={segments} dataset={dataset} />)}
    </Told>
  )
}

function NoSegment() {
  const go = useGo()
  if (READ_ONLY !== null) return <EmptyState icon="bookmark" title="There was no segment" />
  return (
    <EmptyState
      icon="bookmark"
      title="No segment yet"
      actions={
        <>
          <Button variant="primary" onClick={() => go({}, { page: 'explore' })}>Choose images</Button>
          <Button onClick={() => go({ level: 'annotation' }, { page: 'explore' })}>Choose labels</Button>
        </>
      }
    >
      <p>A segment is rows worth keeping together: labels to mend, examples to collect more of, a split, a test that no run may fail.</p>
      <p>Select some in Explore, on the map or in Models and press S, or save a query from the query bar.</p>
    </EmptyState>
  )
}
