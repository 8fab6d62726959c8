import type { FieldLevel } from '@/api/field-types'

/** What a row of a level is called. */
export const NOUNS: Readonly<Record<FieldLevel, string>> = { image: 'image', annotation: 'label', prediction: 'prediction' }
