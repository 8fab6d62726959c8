/**
 * A first reading of a query text: enough to colour it while the server has not answered yet, and to tell its top-level
 * clauses apart. What a text *means* only the server says.
 */

export type LexKind = 'text' | 'number' | 'keyword' | 'function' | 'name' | 'operator' | 'bracket'

export interface LexToken {
  readonly start: number
  readonly end: number
  readonly kind: LexKind
  /** False for a string or backtick that is never closed. */
  readonly whole: boolean
}

const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'between', 'like', 'is', 'null', 'true', 'false'])
const PATTERN =
  /\s+|"(?:\\.|[^"\\])*("?)|'(?:\\.|[^'\\])*('?)|`(?:\\.|[^`\\])*(`?)|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w])|[^\W\d][\w]*|[()[\],:]|<=|>=|==|!=|<>|[\s\S]/gu

function kindOf(piece: string, text: string, end: number): LexKind {
  const first = piece[0] ?? ''
  if (first === '"' || first === "'") return 'text'
  if (first === '`') return 'name'
  if (/^(?:\d|\.\d)/.test(piece)) return 'number'
  if (/^[()[\],:]$/.test(piece)) return 'bracket'
  if (!/^[\p{L}_]/u.test(first)) return 'operator'
  if (KEYWORDS.has(piece.toLowerCase())) return 'keyword'
  return /^\s*\(/.test(text.slice(end)) ? 'function' : 'name'
}

/** The tokens of a text, in order; white space is left out. Never fails. */
export function lex(text: string): LexToken[] {
  const tokens: LexToken[] = []
  let previousEndsWithDot = false
  for (const match of text.matchAll(PATTERN)) {
    const [piece] = match
    if (piece.trim() === '') continue
    const start = match.index
    const end = start + piece.length
    const quoted = '"\'`'.includes(piece[0] ?? ' ')
    const whole = !quoted || (piece.length > 1 && piece.endsWith(piece[0] ?? ''))
    // After a dot any word is a plain part of a name: `attributes.and`.
    const kind = previousEndsWithDot && !quoted && /^\w/.test(piece) ? 'name' : kindOf(piece, text, end)
    tokens.push({ start, end, kind, whole })
    previousEndsWithDot = piece === '.'
  }
  return tokens
}
