/** The nouns of fields, metrics, drift and health, as `types` gives the others. */
import type { components } from './generated/schema'
import type { Level } from './types'

type Schemas = components['schemas']

export type FieldLevel = Exclude<Level, 'issue'>

export type FieldQuestion = Pick<Required<Schemas['FieldPageRequest']>, 'dataset' | 'run' | 'field' | 'query'> & { readonly level: FieldLevel }
/** How a field is spread, who lies outside, and who stands at its ends. */
export type FieldPage = Schemas['FieldPage']
/** An image, a label or a prediction with its value. */
export type FieldItem = Schemas['FieldItem']
export type FieldOutliers = Schemas['FieldOutliers'] & { readonly level: FieldLevel }
/** A part of about as many rows as the others, with some of them. */
export type SheetBin = Schemas['SheetBin']
export type CountedQuery = Schemas['CountedQuery']

export type DriftRequest = Pick<Schemas['DriftRequest'], 'reference' | 'current' | 'run'> & { readonly level: FieldLevel }
export type DriftReport = Schemas['DriftReport']
export type DriftRow = Schemas['DriftRow']
/** A field of two sets in the same bins. */
export type DriftOverlay = Schemas['DriftOverlay']

export type Health = Schemas['Health']
export type HealthCheck = Schemas['HealthCheck']
export type HealthExample = Schemas['HealthExample']

export type MetricState = 'measured' | 'stale' | 'not_measured' | 'cannot'

export interface MetricOutput {
  readonly name: string
  readonly title: string
  readonly meaning: string
  readonly unit: string
  readonly type: 'number' | 'whole' | 'flag' | 'group'
}

/** A metric at one level. */
export interface MetricEntry {
  readonly slug: string
  readonly level: FieldLevel
  readonly title: string
  readonly is_own: boolean
  readonly state: MetricState
  /** Why it cannot be measured. */
  readonly why: string | null
  readonly stale: number
  readonly outputs: readonly MetricOutput[]
}

export interface Job {
  readonly id: number
  readonly title: string
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly stage: string
  readonly done: number
  readonly total: number | null
  readonly error: string | null
}

export interface MeasureRequest {
  readonly dataset: number
  readonly run: number | null
  readonly metrics: readonly string[] | null
}
