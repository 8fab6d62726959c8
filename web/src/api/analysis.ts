/** Wire types of what lies behind a run's numbers, until they are generated. */
import type { Level } from './types'

type Interval = readonly [number | null, number | null]

export interface AnalysisRequest {
  readonly iou: number
  readonly confidence: number
  readonly query: string
}

export interface AveragePrecision {
  readonly per_class: { class_id: number; ap: number | null; ap50: number | null }[]
}

export interface Curves {
  readonly recall: number[]
  readonly precision: (number | null)[]
  readonly scores: (number | null)[]
  readonly ap: number | null
  readonly thresholds: number[]
  readonly f1: (number | null)[]
  readonly precision_at: (number | null)[]
  readonly recall_at: (number | null)[]
  readonly best: { confidence: number; f1: number; precision: number; recall: number } | null
  readonly histogram: { edges: number[]; correct: number[]; wrong: number[] }
}

export interface ErrorTypes {
  readonly ap50: number | null
  readonly errors: { kind: 'cls' | 'loc' | 'both' | 'dupe' | 'bkg' | 'miss'; title: string; count: number; dap: number | null }[]
  readonly special: { fp_dap: number | null; fn_dap: number | null }
  readonly reasons: { reason: string; title: string; count: number }[]
}

export interface Calibration {
  readonly ece: number | null
  readonly bins: { low: number; high: number; count: number; confidence: number; accuracy: number; lower: number; upper: number }[]
  readonly brier: number | null
  readonly roc: { fpr: number[]; tpr: number[]; auc: number } | null
  readonly top_k: { k: number; accuracy: number }[] | null
  readonly reason: string | null
}

export interface ColumnBin {
  readonly label: string
  readonly low: number | null
  readonly high: number | null
  readonly query: string
  readonly images: number
  readonly count: number
  readonly predicted: number
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
  readonly precision_interval: Interval
  readonly recall_interval: Interval
}

export interface Fairness {
  readonly gap: number | null
  readonly ratio: number | null
  readonly best: string | null
  readonly worst: string | null
  readonly equal_opportunity: number | null
  readonly predictive_parity: number | null
  readonly minimum: number
  readonly small: string[]
}

export interface Breakdown {
  readonly field: string
  readonly title: string
  readonly unit: string
  readonly level: Level
  readonly bins: ColumnBin[]
  readonly fairness: Fairness | null
}

export interface Importance {
  readonly field: string
  readonly title: string
  readonly level: Level
  readonly mutual_information: number
  readonly spearman: number | null
  readonly p_value: number
  readonly count: number
}

export interface RunComparison {
  readonly a: { run: number; name: string; predicted: number; correct: number }
  readonly b: { run: number; name: string; predicted: number; correct: number }
  readonly rows: { name: string; title: string; a: number | null; b: number | null; delta: number | null; low: number | null; high: number | null }[]
  readonly per_class: { class_id: number; name: string; support: number; f1_a: number | null; f1_b: number | null; delta: number | null }[]
  readonly fixed: { count: number; ids: number[]; query: string | null }
  readonly broken: { count: number; ids: number[]; query: string | null }
  readonly cells: { row: number[]; column: number[]; difference: number[] }
}
