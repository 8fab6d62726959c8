/** A wall of crops, as the server sends it: a header and columns, see `decodeWall`. */
import type { ReviewLevel, ReviewQuestion } from './review-types'

/** How the sheets of a wall will be asked for: pixels of a crop's side, and the margin as a share of an object's larger side. */
export interface SheetLook {
  readonly side: 64 | 96 | 128 | 192
  readonly context: number
}

export interface WallRequest extends ReviewQuestion {
  readonly group: 'class' | 'pair' | null
  /** `doubtful`, `look_alike`, `mean_distance`, `loss`, `label_quality`, `suspect`, `natural`, or a field. */
  readonly order: string
  /** Null: the worst first. */
  readonly descending: boolean | null
}

/** What would give the order that was asked for. */
export type Remedy = 'embed' | 'evaluate' | 'measure' | 'find'

/** What the wall is ordered by; where it is not what was asked for, why, and what would help. */
export interface WallOrdering {
  readonly asked: string
  readonly used: string
  readonly field: string | null
  readonly descending: boolean
  readonly reason: string | null
  readonly remedy: Remedy | null
}

export interface GroupOfWall {
  readonly classId: number | null
  /** Undefined where the wall is not grouped by pair. */
  readonly predictedClassId?: number | null
  readonly first: number
  readonly count: number
  readonly exemplars: readonly number[]
}

export interface Wall {
  readonly level: ReviewLevel
  readonly ids: Int32Array
  /** The images that the items lie in. */
  readonly images: Int32Array
  readonly groups: readonly GroupOfWall[]
  readonly predicted: Int32Array
  readonly oddness: Float32Array
  readonly odd: number
  readonly v: string
  readonly order: WallOrdering
}

interface Header {
  readonly total: number
  readonly level: ReviewLevel
  readonly group: WallRequest['group']
  readonly groups: readonly { class_id: number | null; predicted_class_id: number | null; first: number; count: number; exemplars: number[] }[]
  readonly order: WallOrdering
  readonly odd: number
  readonly v: string
}

const WORD = 4

/** Little-endian, as every browser's arrays are: the length of the header, the header as JSON, then columns of one length. */
export function decodeWall(body: ArrayBuffer): Wall {
  const length = new DataView(body).getUint32(0, true)
  const { total, level, group, groups, order, odd, v } = JSON.parse(new TextDecoder().decode(new Uint8Array(body, WORD, length))) as Header
  const column = (place: number): number => WORD + length + place * WORD * total
  return {
    level,
    order,
    odd,
    v,
    ids: new Int32Array(body, column(0), total),
    images: new Int32Array(body, column(1), total),
    predicted: new Int32Array(body, column(2), total),
    oddness: new Float32Array(body, column(3), total),
    groups: groups.map(({ class_id: classId, predicted_class_id: predictedClassId, first, count, exemplars }) => ({
      classId,
      ...(group === 'pair' ? { predictedClassId } : {}),
      first,
      count,
      exemplars,
    })),
  }
}
