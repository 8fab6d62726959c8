/** What differs between two versions, in a sentence. */
import type { VersionDiff } from '@/api/version-types'
import { amount } from '@/lib/words'
import { countWords, LABEL_CHANGES } from '@/state/label-changes'

export function diffWords(diff: VersionDiff): string {
  const parts: string[] = []
  if (LABEL_CHANGES.some((change) => diff.labels[change] > 0)) parts.push(`Labels: ${countWords(diff.labels)}, in ${amount(diff.total, 'image')}`)
  if (diff.images_added > 0) parts.push(`${amount(diff.images_added, 'image')} added`)
  if (diff.images_deleted > 0) parts.push(`${amount(diff.images_deleted, 'image')} removed`)
  for (const name of diff.classes_added) parts.push(`class “${name}” added`)
  for (const name of diff.classes_deleted) parts.push(`class “${name}” removed`)
  for (const [before, after] of diff.classes_renamed) parts.push(`class “${before}” is now “${after}”`)
  return parts.length === 0 ? 'No image, label or class differs.' : `${parts.join('; ')}.`
}
