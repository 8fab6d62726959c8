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

/** What an image is worth a label by, how many, and how unlike each other. */
export type AcquireRequest = Schemas['AcquireRequest']
/** The images to label next, and what the choice rests on. */
export type Acquisition = Schemas['Acquisition']
/** An image with its value and the terms of its choice. */
export type ChosenImage = Schemas['ChosenImage']
export type NumberField = Schemas['NumberField']

/** A metric at one level, and how it stands there. */
export type MetricEntry = Schemas['Metric'] & { readonly level: FieldLevel }
export type MetricState = Schemas['MetricState']
/** Long work of the server. */
export type Job = Schemas['Job']
export type MeasureRequest = Schemas['MeasureRequest']
