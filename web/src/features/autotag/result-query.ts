/** What counts as the result of an autotag: scores well above the boundary. */
import type { Autotag } from '@/api/autotag-types'

/** From this score on an item is of the result; between 0 and it many are wrong. */
export const LEAST = 0.4

export const resultQuery = ({ field }: Pick<Autotag, 'field'>): string => `${field} > ${LEAST}`
