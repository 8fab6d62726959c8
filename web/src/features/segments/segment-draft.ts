/** What the dialog is about to send: a new segment or one that stands, and what comes into it. */
import type { AddItemsRequest, Scope, Segment, SegmentKind, SegmentTemplate } from '@/api/types'
import type { SegmentTarget } from '@/state/segment-offer'

export interface SegmentDraft {
  readonly isNew: boolean
  readonly name: string
  readonly kind: SegmentKind
  /** What was typed into the fields of every kind; only those of the chosen one are sent. */
  readonly fields: Readonly<Record<string, string>>
  /** What was typed to find one that stands, and the place of the cursor among those found. */
  readonly filter: string
  readonly at: number
}

export const EMPTY_DRAFT: SegmentDraft = { isNew: true, name: '', kind: 'data_organisation', fields: {}, filter: '', at: 0 }

/** Lists of items, the latest first: a query takes none. */
export function frozen(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ items }) => items !== null).reverse()
}

/** Segments whose name holds the text. */
export function findSegments(segments: readonly Segment[], text: string): Segment[] {
  const wanted = text.trim().toLowerCase()
  return segments.filter(({ name }) => name.toLowerCase().includes(wanted))
}

/** The segment that the items go into; undefined for a new one. */
export function standing({ isNew, name, filter, at }: SegmentDraft, segments: readonly Segment[]): Segment | undefined {
  if (isNew) return segments.find((segment) => segment.name === name.trim())
  return findSegments(frozen(segments), filter)[at]
}

/** Can it be sent? A query takes no items, and a new segment needs a name. */
export function isReady(draft: SegmentDraft, segments: readonly Segment[]): boolean {
  const chosen = standing(draft, segments)
  return chosen === undefined ? draft.isNew && draft.name.trim() !== '' : chosen.items !== null
}

export function requestOf(draft: SegmentDraft, { scope, target, segments, templates }: { scope: Scope; target: SegmentTarget; segments: readonly Segment[]; templates: readonly SegmentTemplate[] }): AddItemsRequest {
  const items = {
    dataset: scope.dataset,
    image: [...(target.image ?? [])],
    annotation: [...(target.annotation ?? [])],
    prediction: [...(target.prediction ?? [])],
    ...(target.rows === undefined ? {} : { rows: target.rows }),
  }
  const chosen = standing(draft, segments)
  if (chosen !== undefined) return { ...items, segment: chosen.id }
  return { ...items, name: draft.name.trim(), kind: draft.kind, fields: fieldsOf(draft, templates) }
}

/** The fields of a kind that were filled in, as the server takes them. */
export function fieldsOf({ kind, fields }: Pick<SegmentDraft, 'kind' | 'fields'>, templates: readonly SegmentTemplate[]): Record<string, string | number> {
  const known = templates.find((template) => template.kind === kind)?.fields ?? []
  const filled = known.filter(({ name }) => (fields[name] ?? '').trim() !== '')
  return Object.fromEntries(
    filled.map(({ name, form }) => {
      const text = (fields[name] ?? '').trim()
      return [name, form === 'count' || form === 'share' ? Number(text) : text]
    }),
  )
}
