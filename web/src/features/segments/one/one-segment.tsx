import { useQuery } from '@tanstack/react-query'
import { segmentQuery } from '@/api/segment-queries'
import type { SegmentDetail } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { useHeadline } from '@/state/headline'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { Tabs } from '@/ui/tabs'
import { Told } from '@/actions/told'
import { sizeWords } from '../state-words'
import { About } from './about'
import { Changes } from './changes'
import { Insights } from './insights'
import { Items } from './items'
import styles from './one.module.css'
import { SegmentHead } from './segment-head'
import { Talk } from './talk'

const WAITING_PX = 480

interface OneSegmentProps {
  readonly id: number
  readonly scope: Scope
}

/** One segment: what is in it, what it is about, and the work on it. */
export function OneSegment({ id, scope }: OneSegmentProps) {
  const go = useGo()
  const asked = useQuery(segmentQuery(useTransport(), id))
  useHeadline(asked.data === undefined ? '' : sizeWords(asked.data.segment))
  return (
    <div className={styles.told}>
      <Told asked={asked} height={WAITING_PX} wayOut={<Button onClick={() => go({ segment: null, tab: null })}>All segments</Button>}>
        {(detail) => <Opened detail={detail} scope={scope} />}
      </Told>
    </div>
  )
}

function Opened({ detail, scope }: { readonly detail: SegmentDetail; readonly scope: Scope }) {
  const go = useGo()
  const { segment } = detail
  const asked = usePlace((place) => place.tab)
  // What came in at one moment is known of a list of items only.
  const tab = asked === 'insights' || (asked === 'changes' && segment.items !== null) ? asked : 'items'
  return (
    <div className={styles.page}>
      <SegmentHead segment={segment} />
      <div className={styles.main}>
        <Tabs
          label="What of the segment"
          value={tab}
          tabs={[
            { value: 'items', label: 'Items', ...(segment.total !== null && { count: segment.total }) },
            ...(segment.items === null ? [] : [{ value: 'changes', label: 'Old and new' } as const]),
            { value: 'insights', label: 'Insights' },
          ]}
          onChange={(tab) => go({ tab: tab === 'items' ? null : tab })}
        />
        {tab === 'insights' && <Insights segment={segment} />}
        {tab === 'changes' && <Changes segment={segment} />}
        {tab === 'items' && <Items segment={segment} scope={scope} />}
      </div>
      <aside className={styles.side} aria-label="About the segment">
        <About key={`${segment.kind}.${segment.description}.${JSON.stringify(segment.fields)}`} segment={segment} />
        <Talk detail={detail} />
      </aside>
    </div>
  )
}
