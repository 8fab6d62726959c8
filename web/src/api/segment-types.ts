/** The work on a segment, as the server tells it. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

export type SegmentState = Schemas['SegmentState']
export type SegmentDetail = Schemas['SegmentDetail']
export type SegmentComment = Schemas['SegmentComment']
export type SegmentInsights = Schemas['SegmentInsights']
export type SegmentItemStates = Schemas['SegmentItemStates']
export type SegmentChanges = Schemas['SegmentChanges']
export type ItemInImage = Schemas['ItemInImage']
export type ClassScore = Schemas['ClassScore']
export type WorkedSegment = Schemas['WorkedSegment']
export type EditSegmentRequest = Partial<Schemas['EditSegmentRequest']>
export type CombineRequest = Schemas['CombineRequest']
export type Operation = Schemas['Operation']
/** How the items of a segment are written to a file. */
export type ItemsForm = 'csv' | 'json' | 'crops'
