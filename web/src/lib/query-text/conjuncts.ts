/** A query as clauses that are joined by `and` at the top level. */
import { lex } from './lex'

const OPENS = '(['
const CLOSES = ')]'

interface Cut {
  readonly start: number
  readonly end: number
}

/** The words at the top level, outside of all brackets; null where the text is broken. */
function topWords(text: string): (Cut & { readonly word: string })[] | null {
  const words: (Cut & { word: string })[] = []
  let depth = 0
  for (const { start, end, kind, whole } of lex(text)) {
    const piece = text.slice(start, end)
    if (OPENS.includes(piece)) depth += 1
    if (CLOSES.includes(piece)) depth -= 1
    if (!whole || depth < 0) return null
    if (depth === 0 && kind === 'keyword') words.push({ start, end, word: piece.toLowerCase() })
  }
  return depth === 0 ? words : null
}

/** Where the top-level `and`s stand; null where the text is broken or has an `or` at the top. */
function cuts(text: string): Cut[] | null {
  const words = topWords(text)
  if (words === null || words.some(({ word }) => word === 'or')) return null
  const found: Cut[] = []
  let betweens = 0
  for (const { start, end, word } of words) {
    if (word === 'between') betweens += 1
    if (word !== 'and') continue
    // The first `and` after a `between` belongs to it.
    if (betweens > 0) betweens -= 1
    else found.push({ start, end })
  }
  return found
}

/** The clauses of a query. One that cannot be told apart (an `or` at the top, or broken text) is a single clause. */
export function conjuncts(text: string): string[] {
  if (text.trim() === '') return []
  const parts: string[] = []
  let from = 0
  for (const { start, end } of cuts(text) ?? []) {
    parts.push(text.slice(from, start).trim())
    from = end
  }
  parts.push(text.slice(from).trim())
  return parts.filter((part) => part !== '')
}

/** Joins clauses by `and`; what would fall apart gets brackets. */
export function joinConjuncts(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] === undefined ? '' : unwrap(parts[0])
  return parts.map((part) => (cuts(part) === null ? `(${part})` : part)).join(' and ')
}

/** Takes off brackets that enclose all of a text. */
export function unwrap(text: string): string {
  const tokens = lex(text)
  const last = tokens.at(-1)
  if (tokens[0] === undefined || last === undefined || text[tokens[0].start] !== '(' || text[last.start] !== ')') return text
  let depth = 0
  for (const token of tokens) {
    const piece = text.slice(token.start, token.end)
    if (OPENS.includes(piece)) depth += 1
    if (CLOSES.includes(piece)) depth -= 1
    if (depth === 0 && token !== last) return text
  }
  return depth === 0 ? text.slice(tokens[0].end, last.start).trim() : text
}
