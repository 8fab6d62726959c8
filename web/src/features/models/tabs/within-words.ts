/** What an opened mark stands for, in the words of the mark. */
import { KIND_WORDS, REASON_WORDS } from './error-words'

/** The words of a kind of error or of a reason; null for a query, which tells itself. */
export function withinWords(within: string): string | null {
  const [word, meant = ''] = within.split(':').map((part) => part.trim())
  if (word === 'error') {
    const kind = KIND_WORDS[meant]?.text
    return kind === undefined ? null : `${kind}, at any confidence`
  }
  return word === 'reason' ? (REASON_WORDS[meant]?.text ?? null) : null
}
