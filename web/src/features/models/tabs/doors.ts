/** What marks open: pure, from what a mark stands for to the door to its items. */
import type { Breakdown, ColumnBin, RunComparison } from '@/api/types'
import { writeValue } from '@/lib/query-text/clause'
import type { ItemsDoor } from '../tab'
import { atMost } from './at-most'

/** Every prediction that is not correct: on nothing, on a label that is taken, on another class. */
export const WRONG_CELLS = 'fp,duplicates,confusions'

interface ScoreRange {
  readonly low: number
  /** Not in the range, but where it is 1. */
  readonly high: number
  readonly isRight: boolean
  /** Null: predictions of all classes. */
  readonly className: string | null
  /** The present threshold: lowered where the range begins below it, or nothing of it would be shown. */
  readonly confidence: number
}

/** The right or the wrong predictions of a class whose confidence lies in a range. */
export function scoreDoor({ low, high, isRight, className, confidence }: ScoreRange): ItemsDoor {
  const parts = [
    ...(low > 0 ? [`score >= ${low}`] : []),
    ...(high < 1 ? [`score < ${high}`] : []),
    ...(className === null ? [] : [`label = ${writeValue(className)}`]),
  ]
  return {
    cells: isRight ? 'correct' : WRONG_CELLS,
    ...(parts.length === 0 ? {} : { within: `prediction: ${parts.join(' and ')}` }),
    ...(low < confidence ? { confidence: atMost(low) } : {}),
  }
}

/** What is told of a bin. */
export type BinFact = 'precision' | 'recall' | 'predicted' | 'count'

// Of a rate: what it leaves out, predictions that are wrong and labels that are not found. Of a count: all it counts.
const BIN_CELLS: Readonly<Record<BinFact, string>> = {
  precision: WRONG_CELLS,
  recall: 'fn,confusions',
  predicted: `correct,${WRONG_CELLS}`,
  count: 'correct,confusions,fn',
}

interface BinOf {
  readonly level: Breakdown['level']
  readonly confidence: number
}

/** The results behind a fact of a bin. Labels and predictions have their own values of a field, so each is named by itself. */
export function binDoor({ level, confidence }: BinOf, { query }: Pick<ColumnBin, 'query'>, fact: BinFact): ItemsDoor {
  const isOfPredictions = level === 'annotation' && (fact === 'precision' || fact === 'predicted')
  return { cells: BIN_CELLS[fact], within: isOfPredictions ? `prediction: (${query}) and score >= ${confidence}` : `${level}: ${query}` }
}

// An address holds about this many ids.
const MOST_IDS = 800

/** The labels that one run found and the other did not; the first of them where they are too many to name. */
export function flipDoor({ ids, query }: Pick<RunComparison['fixed'], 'ids' | 'query'>): ItemsDoor {
  return { cells: '', within: `annotation: ${query ?? `id in (${ids.slice(0, MOST_IDS).join(', ')})`}` }
}
