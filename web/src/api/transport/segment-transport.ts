/** What the work on a segment asks of the outside world; a part of `Transport`. */
import type { CombineRequest, EditSegmentRequest, ItemsForm, SegmentChanges, SegmentDetail, SegmentInsights, SegmentItemStates, WorkedSegment } from '@/api/segment-types'
import type { ChangeResult, Facet, Level, Segment, SegmentItems } from '@/api/types'

export interface SegmentTransport {
  segment(id: number, signal?: AbortSignal): Promise<SegmentDetail>
  editSegment(id: number, request: EditSegmentRequest): Promise<WorkedSegment>
  commentOnSegment(id: number, text: string): Promise<ChangeResult>
  freezeSegment(id: number): Promise<WorkedSegment>
  copySegment(id: number, name: string): Promise<WorkedSegment>
  combineSegments(request: CombineRequest): Promise<Segment>
  segmentItems(id: number, level: Level, signal?: AbortSignal): Promise<SegmentItemStates>
  /** Says that items are done, or that they are not. */
  tickSegmentItems(id: number, items: SegmentItems, done: boolean): Promise<WorkedSegment>
  segmentInsights(id: number, signal?: AbortSignal): Promise<SegmentInsights>
  /** What sets it apart from the whole set, most first. */
  segmentApart(id: number, signal?: AbortSignal): Promise<Facet[]>
  /** What became of the labels in its images since its items came in: the first `limit` images. */
  segmentChanges(id: number, limit: number, signal?: AbortSignal): Promise<SegmentChanges>
  segmentExportUrl(id: number, form: ItemsForm): string
}
