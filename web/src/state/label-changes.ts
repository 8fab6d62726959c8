/** What became of a label between two states of it, in words. */
import type { ImageObject } from '@/api/types'
import type { KindCounts } from '@/api/version-types'
import { number } from '@/lib/words'

export type LabelChange = keyof KindCounts

export const LABEL_CHANGES: readonly LabelChange[] = ['added', 'deleted', 'relabelled', 'moved', 'altered']

const PLACE = ['kind', 'x', 'y', 'w', 'h', 'rotation', 'polygons', 'keypoints'] as const satisfies readonly (keyof ImageObject)[]
const REST = ['attributes', 'is_crowd', 'ignore'] as const satisfies readonly (keyof ImageObject)[]

/** Null stands for a label that is not there. Empty where the two say the same. */
export function changesOf(before: ImageObject | null, after: ImageObject | null): readonly LabelChange[] {
  if (before === null) return after === null ? [] : ['added']
  if (after === null) return ['deleted']
  const differ = (names: readonly (keyof ImageObject)[]): boolean => names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const changes: readonly (readonly [LabelChange, boolean])[] = [
    ['relabelled', before.class_id !== after.class_id],
    ['moved', differ(PLACE)],
    ['altered', differ(REST)],
  ]
  return changes.filter(([, is]) => is).map(([change]) => change)
}

/** "3 added, 1 moved"; "nothing" where all are 0. */
export function countWords(counts: KindCounts): string {
  const told = LABEL_CHANGES.filter((change) => counts[change] > 0).map((change) => `${number(counts[change])} ${change}`)
  return told.join(', ') || 'nothing'
}

/** "helmet → person, moved"; the class alone where nothing else is to tell. */
export function changeWords(before: ImageObject | null, after: ImageObject | null, nameOf: (classId: number) => string): string {
  const changes = changesOf(before, after)
  const shown = after ?? before
  if (shown === null) return 'nothing'
  const names = before !== null && after !== null && before.class_id !== after.class_id ? `${nameOf(before.class_id)} → ${nameOf(after.class_id)}` : nameOf(shown.class_id)
  const others = changes.filter((change) => change !== 'relabelled')
  return [names, ...others].join(', ')
}
