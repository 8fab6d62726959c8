/** Everything the app asks of the outside world. The app depends on this interface, never on HTTP. */
import type { AskedPicture, DedupePlan, DedupeRequest } from '@/api/similar-types'
import type { MapPoints } from '@/api/map-points'
import type { MapLists, MapRequest } from '@/api/map-types'
import type { EmbedRequest, Embeddings } from '@/api/embedding-types'
import type { Answers, Autotag, CreateAutotagRequest, TaughtAutotag } from '@/api/autotag-types'
import type { KindWorth, Precisions, SpotCheck, SpotCheckRequest, WorthRequest } from '@/api/issue-types'
import type {
  AddItemsRequest,
  AddedItems,
  AveragePrecision,
  Balance,
  Breakdown,
  Calibration,
  Change,
  ChangeResult,
  ClassCount,
  ClauseCount,
  Completion,
  CompletionRequest,
  Curves,
  CurvesRequest,
  DecideRequest,
  EdgeCases,
  Edit,
  EditPreview,
  ErrorTypes,
  EvaluationDetail,
  ExportFormat,
  Facet,
  FacetsRequest,
  Field,
  FindReport,
  ImageDetail,
  Importance,
  IssueSummary,
  Level,
  MetricsRequest,
  ModelMetrics,
  Overview,
  PixelValues,
  Project,
  QueryCheck,
  QueryRequest,
  RemovedItems,
  ResultIds,
  ResultPage,
  ResultsChoice,
  ResultsRequest,
  RowValues,
  RunComparison,
  SaveSegmentRequest,
  Scatter,
  ScatterRequest,
  Scope,
  SearchPage,
  SearchRequest,
  Segment,
  SegmentItems,
  SegmentTemplate,
  Source,
  ValuesRequest,
  WeakSlice,
} from '@/api/types'
import type { GivenChances, GivenCoarse, Mislabels, MislabelsRequest } from '@/api/mislabel-types'
import type { AcquireRequest, Acquisition, DriftOverlay, DriftReport, DriftRequest, FieldOutliers, FieldPage, FieldQuestion, Health, Job, MeasureRequest, MetricEntry, NumberField, SheetBin } from '@/api/field-types'
import type { Video } from '@/api/video-types'
import type { ReviewTransport } from './review-transport'
import type { SegmentTransport } from './segment-transport'
import type { VersionTransport } from './version-transport'

/** Sizes in which the server keeps thumbnails; any other number would miss its cache. */
export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024] as const

export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number]

export interface Picture {
  readonly id: number
  /** Changes whenever the picture does, so that the browser may keep it for good. */
  readonly v: string
}

/** A rectangle in pixels of the displayed image. */
export interface PicturePart {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface CropOptions {
  readonly size: ThumbnailSize
  /** Margin around the object as a share of its larger side. */
  readonly context: number
}

export interface Transport extends ReviewTransport, SegmentTransport, VersionTransport {
  project(signal?: AbortSignal): Promise<Project>
  classes(scope: Scope, signal?: AbortSignal): Promise<ClassCount[]>
  fields(dataset: number, level: Level, signal?: AbortSignal): Promise<Field[]>
  overview(scope: Scope, signal?: AbortSignal): Promise<Overview>
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchPage>
  image(id: number, options: { run: number | null; confidence: number }, signal?: AbortSignal): Promise<ImageDetail>
  /** The video that the image is a frame of; null where it is a frame of none. */
  video(image: number, signal?: AbortSignal): Promise<Video | null>
  /** How the values that an image's file stores are spread. */
  imageValues(image: Picture, signal?: AbortSignal): Promise<PixelValues>
  checkQuery(request: QueryRequest, signal?: AbortSignal): Promise<QueryCheck>
  completeQuery(request: CompletionRequest, signal?: AbortSignal): Promise<Completion[]>
  explainQuery(request: QueryRequest, signal?: AbortSignal): Promise<ClauseCount[]>
  facets(request: FacetsRequest, signal?: AbortSignal): Promise<Facet[]>
  rowValues(request: ValuesRequest, signal?: AbortSignal): Promise<RowValues>
  scatter(request: ScatterRequest, signal?: AbortSignal): Promise<Scatter>
  mapPoints(request: MapRequest, signal?: AbortSignal): Promise<MapPoints>
  /** The clusters of a map, and what is small, far off or mixed. */
  mapLists(request: QueryRequest, signal?: AbortSignal): Promise<MapLists>
  /** Takes a picture, to ask what looks like it. */
  askPicture(dataset: number, picture: Blob): Promise<AskedPicture>
  /** Groups of near-duplicates, and which of each would stay. Nothing is changed. */
  dedupePlan(request: DedupeRequest, signal?: AbortSignal): Promise<DedupePlan>
  removeDuplicates(request: DedupeRequest): Promise<ChangeResult>
  setDuplicatesAside(request: DedupeRequest, name: string): Promise<AddedItems>
  askedPictureUrl(digest: string): string
  issueSummary(scope: Scope, signal?: AbortSignal): Promise<IssueSummary[]>
  /** How many of the suspects are real errors. */
  precision(scope: Scope, signal?: AbortSignal): Promise<Precisions>
  spotCheck(id: number, signal?: AbortSignal): Promise<SpotCheck>
  /** Draws open suspects at random. */
  beginSpotCheck(request: SpotCheckRequest): Promise<SpotCheck>
  /** What mending an error of each kind is worth. */
  worths(dataset: number, signal?: AbortSignal): Promise<KindWorth[]>
  changeWorth(request: WorthRequest): Promise<KindWorth[]>
  decide(request: DecideRequest): Promise<ChangeResult>
  edit(request: Edit): Promise<ChangeResult>
  previewEdit(request: Edit, signal?: AbortSignal): Promise<EditPreview>
  /** `newest` is the edit that is meant: refused where another person's is the latest by now. */
  undo(newest: number | null): Promise<ChangeResult>
  redo(): Promise<ChangeResult>
  changes(page: { limit: number; before?: number }, signal?: AbortSignal): Promise<Change[]>
  /** The run at these thresholds, in the images of the slice; nothing is stored. */
  metrics(run: number, request: MetricsRequest, signal?: AbortSignal): Promise<ModelMetrics>
  /** A page of the results in some cells of the matrix. */
  results(run: number, request: ResultsRequest, signal?: AbortSignal): Promise<ResultPage>
  /** What all of these results stand for. */
  resultIds(run: number, choice: ResultsChoice, signal?: AbortSignal): Promise<ResultIds>
  evaluate(run: number, thresholds: { iou: number; confidence: number }): Promise<EvaluationDetail>
  averagePrecision(run: number, request: Pick<MetricsRequest, 'query' | 'shape'>, signal?: AbortSignal): Promise<AveragePrecision>
  curves(run: number, request: Omit<CurvesRequest, 'confidence'>, signal?: AbortSignal): Promise<Curves>
  errorTypes(run: number, request: MetricsRequest, signal?: AbortSignal): Promise<ErrorTypes>
  calibration(run: number, request: MetricsRequest, signal?: AbortSignal): Promise<Calibration>
  breakdown(run: number, request: MetricsRequest & { field: string }, signal?: AbortSignal): Promise<Breakdown>
  importance(run: number, request: MetricsRequest, signal?: AbortSignal): Promise<Importance[]>
  compareRuns(run: number, request: MetricsRequest & { other: number }, signal?: AbortSignal): Promise<RunComparison>
  weakSlices(run: number, request: MetricsRequest, signal?: AbortSignal): Promise<WeakSlice[]>
  find(scope: Scope): Promise<FindReport>
  /** Every metric that is known, and how its values stand. */
  metricList(scope: Scope, signal?: AbortSignal): Promise<MetricEntry[]>
  /** Begins to measure; the job tells how far it is. */
  measure(request: MeasureRequest): Promise<Job>
  /** Who can tell which labels are of another class, and what was told. */
  mislabels(scope: Scope, signal?: AbortSignal): Promise<Mislabels>
  /** Begins to tell; the job tells how far it is. */
  findMislabels(request: MislabelsRequest): Promise<Job>
  /** Takes a file of class probabilities; rows that cannot be taken are told of. */
  giveChances(dataset: number, file: File): Promise<GivenChances>
  /** Takes a file of the coarse class of each class. */
  giveCoarse(dataset: number, file: File): Promise<GivenCoarse>
  /** The embeddings of a dataset, and the embedders there are. */
  embeddings(dataset: number, signal?: AbortSignal): Promise<Embeddings>
  /** Begins to embed; the job tells how far it is. */
  embed(request: EmbedRequest): Promise<Job>
  chooseEmbedding(id: number): Promise<Embeddings>
  removeEmbedding(id: number): Promise<Embeddings>
  jobs(signal?: AbortSignal): Promise<Job[]>
  cancelJob(id: number): Promise<Job>
  fieldPage(question: FieldQuestion, signal?: AbortSignal): Promise<FieldPage>
  /** Names of the other projects in the folder of this one. */
  projectsBeside(signal?: AbortSignal): Promise<readonly string[]>
  /** The outliers of every field, in the images of the slice; the worst first. */
  outliers(question: Scope & { query: string }, signal?: AbortSignal): Promise<FieldOutliers[]>
  contactSheet(question: FieldQuestion, signal?: AbortSignal): Promise<SheetBin[]>
  drift(request: DriftRequest, signal?: AbortSignal): Promise<DriftReport>
  health(scope: Scope, signal?: AbortSignal): Promise<Health>
  driftField(request: DriftRequest & { field: string }, signal?: AbortSignal): Promise<DriftOverlay>
  /** The measured fields of images that say which of their ends goes first. */
  choosableFields(dataset: number, signal?: AbortSignal): Promise<NumberField[]>
  /** The images to label next; nothing is kept. */
  acquire(request: AcquireRequest, signal?: AbortSignal): Promise<Acquisition>
  exportFormats(dataset: number, signal?: AbortSignal): Promise<ExportFormat[]>
  segments(dataset: number, signal?: AbortSignal): Promise<Segment[]>
  saveSegment(request: SaveSegmentRequest): Promise<Segment>
  segmentKinds(signal?: AbortSignal): Promise<SegmentTemplate[]>
  addToSegment(request: AddItemsRequest): Promise<AddedItems>
  takeOutOfSegment(id: number, items: SegmentItems): Promise<RemovedItems>
  deleteSegment(id: number): Promise<ChangeResult>
  /** How unequal the classes are, and what brings each to `goal` labels: the median's when null. */
  balance(dataset: number, goal: number | null, signal?: AbortSignal): Promise<Balance>
  /** Images that are rare and hard, with the reasons. */
  edgeCases(scope: Scope, signal?: AbortSignal): Promise<EdgeCases>
  /** Address of the weights by which a sampler draws images or labels, as CSV. */
  weightsUrl(dataset: number, level: 'image' | 'annotation'): string
  autotags(dataset: number, signal?: AbortSignal): Promise<Autotag[]>
  createAutotag(request: CreateAutotagRequest): Promise<TaughtAutotag>
  teachAutotag(id: number, answers: Answers): Promise<TaughtAutotag>
  renameAutotag(id: number, name: string): Promise<TaughtAutotag>
  removeAutotag(id: number): Promise<ChangeResult>
  /** The items most worth an answer now, but those that were skipped. */
  autotagRound(id: number, skip: number[], signal?: AbortSignal): Promise<readonly number[]>

  /** Address of a picture; without a size the full image. */
  imageUrl(image: Picture, size?: ThumbnailSize): string
  /** Address of the full image with its stored values from `low` (black) to `high` (white). */
  windowUrl(image: Picture, window: { readonly low: number; readonly high: number }): string
  /** Address of a part of the displayed image, clamped to it, its longer side scaled to `size`. */
  regionUrl(image: Picture, part: PicturePart, size: ThumbnailSize): string
  /** Why the picture at this address cannot be shown: the server's reason, or that the browser cannot show it. */
  pictureProblem(url: string): Promise<string>
  cropUrl(object: Picture & { readonly source: Source }, options: CropOptions): string
  /** Address of the health report: a page that opens offline, or its numbers. */
  healthUrl(scope: Scope, form: 'page' | 'json'): string
  exportUrl(format: string, options: { dataset: number; query: string }): string
}
