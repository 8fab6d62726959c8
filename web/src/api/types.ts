/** The nouns of the wire by name. Generated types are never used by their path elsewhere. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

export type Project = Schemas['Project']
export type Dataset = Schemas['Dataset']
export type Run = Schemas['Run']
export type Evaluation = Schemas['Evaluation']
export type EvaluationDetail = Schemas['EvaluationDetail']
export type MetricsRequest = Schemas['MetricsRequest'] & Required<Pick<Schemas['MetricsRequest'], 'iou' | 'confidence' | 'shape' | 'query'>>
/** What of a label and a prediction is compared. */
export type ComparedShape = ModelMetrics['shape']
/** A run at two thresholds, counted while one waits. */
export type ModelMetrics = Schemas['ModelMetrics']
export type ClassRates = Schemas['ClassRates']
export type AverageRates = Schemas['AverageRates']
export type ResultsChoice = MetricsRequest & Required<Pick<Schemas['ResultsChoice'], 'cells' | 'within'>>
export type ResultsRequest = ResultsChoice & Required<Pick<Schemas['ResultsRequest'], 'order' | 'descending' | 'limit' | 'offset'>>
export type ResultOrder = Schemas['ResultOrder']
/** A label and the prediction that took it, or one of them alone. */
export type ResultItem = Schemas['ResultItem']
export type ResultPage = Schemas['ResultPage']
export type ResultIds = Schemas['ResultIds']
export type AveragePrecision = Schemas['RunPrecision']
export type Curves = Schemas['Curves']
export type CurvesRequest = Required<Schemas['CurvesRequest']>
export type ErrorTypes = Schemas['ErrorTypes']
export type Calibration = Schemas['Calibration']
/** A run's rates along a field. */
export type Breakdown = Schemas['Breakdown']
export type ColumnBin = Schemas['ColumnBin']
export type Fairness = Schemas['Fairness']
export type Importance = Schemas['ColumnImportance']
/** Values whose combination costs a run more errors than elsewhere. */
export type WeakSlice = Schemas['WeakSlice']
export type RunComparison = Schemas['RunComparison']
export type ClassCount = Schemas['ClassCount']
export type Field = Schemas['Field']
/** A label or a prediction. */
export type ImageObject = Schemas['ImageObject']
export type ImageRef = Schemas['ImageRef']
export type ImageItem = Schemas['ImageItem']
/** An image with its objects, wherever it stands. */
export type DrawnImage = Omit<ImageItem, 'sort_value'>
export type ObjectItem = Schemas['ObjectItem']
export type ImageDetail = Schemas['ImageDetail']
export type PixelValues = Schemas['PixelValues']
export type IssueItem = Schemas['IssueItem']
export type IssueKind = Schemas['IssueKind']
export type IssueState = Schemas['IssueState']
export type IssueSummary = Schemas['IssueSummary']
export type Suspects = Schemas['Suspects']
export type Overview = Schemas['Overview']
export type SearchRequest = Schemas['SearchRequest']
export type ImagePage = Schemas['ImagePage']
export type ObjectPage = Schemas['ObjectPage']
export type IssuePage = Schemas['IssuePage']
export type SearchPage = ImagePage | ObjectPage | IssuePage
export type SearchItem = ImageItem | ObjectItem | IssueItem
export type QueryRequest = Schemas['QueryRequest']
export type CompletionRequest = Schemas['CompletionRequest']
export type QueryCheck = Schemas['QueryCheck']
export type Completion = Schemas['Completion']
export type ClauseCount = Schemas['ClauseCount']
export type FacetsRequest = Schemas['FacetsRequest']
export type TermsFacet = Schemas['TermsFacet']
export type HistogramFacet = Schemas['HistogramFacet']
export type Facet = TermsFacet | HistogramFacet
export type Term = Schemas['Term']
export type ValuesRequest = Schemas['ValuesRequest']
/** Two fields against each other. */
export type Scatter = Schemas['Scatter']
export type ScatterRequest = Schemas['ScatterRequest']
/** What some rows have in some fields. */
export type RowValues = Schemas['RowValues']
export type Bins = Schemas['Bins']
/** Some rows: listed ids, or all rows of a query. */
export type Selection = Schemas['Selection']
export type Edit =
  | Schemas['Relabel']
  | Schemas['Delete']
  | Schemas['Move']
  | Schemas['Add']
  | Schemas['Accept']
  | Schemas['RemoveImage']
  | Schemas['Reshape']
  | Schemas['SetAttributes']
  | Schemas['Copy']
  | Schemas['Interpolate']
/** A shape as a person draws it, in pixels of the displayed image. */
export type Drawn = Schemas['Reshape']['shape']
export type EditPreview = Schemas['EditPreview']
export type DecideRequest = Schemas['DecideRequest']
export type ChangeResult = Schemas['ChangeResult']
export type ChangeRef = Schemas['ChangeRef']
export type Change = Schemas['Change']
export type FindReport = Schemas['FindReport']
export type ExportFormat = Schemas['ExportFormat']
export type Segment = Schemas['Segment']
export type SaveSegmentRequest = Schemas['SaveSegmentRequest']
export type SegmentKind = Schemas['SegmentKind']
/** A kind of segment, and the fields it asks for. */
export type SegmentTemplate = Schemas['SegmentTemplate']
export type SegmentField = Schemas['SegmentField']
export type AddItemsRequest = Schemas['AddItemsRequest']
export type AddedItems = Schemas['AddedItems']
export type SegmentItems = Schemas['SegmentItems']
export type RemovedItems = Schemas['RemovedItems']

/** What a query lists. */
export type Level = Schemas['Level']
export type Source = ImageObject['source']

/** Which dataset, and which run beside it, a page speaks of. */
export interface Scope {
  readonly dataset: number
  readonly run: number | null
}

export const isIssue = (item: SearchItem): item is IssueItem => 'sentence' in item
export const isObjectItem = (item: SearchItem): item is ObjectItem => 'object' in item
export const isImageItem = (item: SearchItem): item is ImageItem => 'objects' in item

export type Balance = Schemas['Balance']
/** A class and what would bring it to the goal. */
export type BalancedClass = Schemas['BalancedClass']
export type EdgeCases = Schemas['EdgeCases']
/** An image that is rare and hard, with the reasons in sentences. */
export type EdgeCase = Schemas['EdgeCase']
