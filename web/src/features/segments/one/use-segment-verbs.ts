/** What can be done with one segment as a whole. */
import { useEditing } from '@/actions/editing'
import type { EditSegmentRequest } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { ExploreLevel } from '@/state/place'
import { useGo } from '@/state/place'
import type { Segment } from '@/api/types'

export interface SegmentVerbs {
  /** Tells whether the server took it. */
  readonly edit: (request: EditSegmentRequest) => Promise<boolean>
  readonly review: () => void
  readonly explore: () => void
  readonly freeze: () => void
  readonly copy: () => void
  readonly remove: () => void
}

export function useSegmentVerbs(segment: Segment): SegmentVerbs {
  const go = useGo()
  const transport = useTransport()
  const { change, deleteSegment } = useEditing()
  const { id, name, query, level } = segment
  return {
    edit: async (request) => (await change(async () => (await transport.editSegment(id, request)).change)) !== null,
    review: () => go({ q: query, of: level === 'annotation' ? null : level }, { page: 'review' }),
    explore: () => go({ q: query, level: level as ExploreLevel }, { page: 'explore' }),
    freeze: () => void change(async () => (await transport.freezeSegment(id)).change),
    copy: () => {
      const made = { id: 0 }
      void change(async () => {
        const copied = await transport.copySegment(id, `Copy of ${name}`)
        made.id = copied.segment.id
        return copied.change
      }).then((done) => done !== null && go({ segment: made.id, tab: null }))
    },
    remove: () => void deleteSegment(id).then((done) => done !== null && go({ segment: null, tab: null })),
  }
}
