import type { ReviewLevel } from '@/api/review-types'

/** What hangs on the wall, in words. */
export const NOUNS: Readonly<Record<ReviewLevel, string>> = { image: 'image', annotation: 'label', prediction: 'prediction' }
