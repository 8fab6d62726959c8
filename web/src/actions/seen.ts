/** What a person had before them when they edited: where another changed it meanwhile, the server asks first (V6.3). */
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import type { Edit, ImageDetail, ImageObject } from '@/api/types'

/** Label -> the change it carried on screen, 0 for none. */
export type Seen = Readonly<Record<number, number>>

// The labels that this window has changed since it last read them carry its own change, not the one on screen.
const own = { changes: new Map<number, number>(), unsure: false }

/** The labels of open images that an edit is of, as they are on screen. */
export function labelsOnScreen(client: QueryClient, edit: Edit): readonly ImageObject[] {
  const ids = new Set(idsOf(edit))
  if (ids.size === 0) return []
  const open = client.getQueryCache().findAll({ queryKey: keys.images, type: 'active' })
  const shown = open.flatMap(({ state }) => (state.data as ImageDetail | undefined)?.objects ?? []).filter(({ source, id }) => source === 'label' && ids.has(id))
  return [...new Map(shown.map((label) => [label.id, label])).values()]
}

/** The edit with what its maker saw of these labels; what this window itself did since counts as seen. */
export function seeing(edit: Edit, labels: readonly ImageObject[]): Edit {
  if (own.unsure || labels.length === 0 || edit.seen != null) return edit
  return { ...edit, seen: Object.fromEntries(labels.map(({ id, changed_by }) => [id, own.changes.get(id) ?? changed_by ?? 0])) }
}

/** Remembers an own change until the labels are read again. */
export function noteOwn(labels: readonly ImageObject[], change: number): void {
  for (const { id } of labels) own.changes.set(id, change)
}

/** After an undo nobody knows what labels carry until they are read again. */
export function forgetSeen(): void {
  own.unsure = true
}

/** The labels were read again. */
export function readAgain(): void {
  own.changes.clear()
  own.unsure = false
}

function idsOf(edit: Edit): readonly number[] {
  if (edit.action === 'move' || edit.action === 'reshape') return [edit.id]
  if (edit.action === 'relabel' || edit.action === 'delete' || edit.action === 'set_attributes') return edit.target.ids ?? []
  return []
}
