/** Segments in words. */
import type { Segment } from '@/api/types'
import { amount } from '@/lib/words'

/** "2 labels, 75 predictions"; nothing for a live one, whose rows are counted when it is opened. */
export function itemWords({ items }: Segment): string {
  if (items === null) return ''
  const parts = [
    items.image > 0 && amount(items.image, 'image'),
    items.annotation > 0 && amount(items.annotation, 'label'),
    items.prediction > 0 && amount(items.prediction, 'prediction'),
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'empty' : parts.join(', ')
}
