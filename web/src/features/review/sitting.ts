import { newKey } from '@/state/verdict-book'

const NAME = 'assay.sitting'

/** This window, for as long as it is open: chunks of a review are held by a sitting, not by a person. */
export function sitting(): string {
  const known = sessionStorage.getItem(NAME)
  if (known !== null) return known
  const made = newKey()
  sessionStorage.setItem(NAME, made)
  return made
}
