/** The clauses that facets write, and their reading back: one field, and a range or some values of it. */
import { lex, type LexToken } from './lex'

export interface Bound {
  readonly value: number
  readonly included: boolean
}

export interface RangeClause {
  readonly kind: 'range'
  readonly field: string
  readonly low: Bound | null
  readonly high: Bound | null
}

export type TermValue = string | number | boolean | null

export interface TermsClause {
  readonly kind: 'terms'
  readonly field: string
  readonly values: readonly TermValue[]
}

export type FieldClause = RangeClause | TermsClause

/** A clause as text; the inverse of `readClause`. */
export function writeClause(clause: FieldClause): string {
  return clause.kind === 'range' ? writeRange(clause) : writeTerms(clause)
}

function writeRange({ field, low, high }: RangeClause): string {
  if (low !== null && high !== null) {
    if (low.value === high.value) return `${field} = ${low.value}`
    return `${low.value} ${low.included ? '<=' : '<'} ${field} ${high.included ? '<=' : '<'} ${high.value}`
  }
  if (low !== null) return `${field} ${low.included ? '>=' : '>'} ${low.value}`
  if (high !== null) return `${field} ${high.included ? '<=' : '<'} ${high.value}`
  return `${field} is not null`
}

/** A value as it stands in a query. */
export function writeValue(value: TermValue): string {
  if (typeof value !== 'string') return String(value)
  return `"${value.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`
}

function writeTerms({ field, values }: TermsClause): string {
  const given = values.filter((value) => value !== null)
  const [only] = given
  const some = given.length > 1 ? `${field} in (${given.map(writeValue).join(', ')})` : only === undefined ? '' : `${field} = ${writeValue(only)}`
  if (given.length === values.length) return some
  return some === '' ? `${field} is null` : `(${field} is null or ${some})`
}

interface Piece {
  readonly text: string
  readonly kind: LexToken['kind']
}

const FIELD_PART = new Set<LexToken['kind']>(['name', 'keyword', 'function'])

/** Merges `annotations.label` and `metadata."my key"` into one piece; the other tokens stay. */
function pieces(text: string): Piece[] {
  const merged: Piece[] = []
  const tokens = lex(text)
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined) break
    let end = token.end
    while (FIELD_PART.has(token.kind) && text[tokens[at + 1]?.start ?? -1] === '.' && tokens[at + 2] !== undefined) {
      end = tokens[at + 2]?.end ?? end
      at += 2
    }
    merged.push({ text: text.slice(token.start, end), kind: token.kind })
  }
  return negatives(merged)
}

/** `-` and a number after a comparison are one negative number. */
function negatives(found: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of found) {
    const sign = out.at(-1)
    const before = out.at(-2)
    if (piece.kind === 'number' && sign?.text === '-' && (before === undefined || before.kind === 'operator' || before.kind === 'bracket')) {
      out.splice(-1, 1, { text: `-${piece.text}`, kind: 'number' })
    } else out.push(piece)
  }
  return out
}

const value = ({ kind, text }: Piece): TermValue | undefined => {
  if (kind === 'number') return Number(text)
  if (kind === 'text') return text.slice(1, -1).replace(/\\(.)/g, '$1')
  const word = text.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '==': '=' }

function comparison(field: string, operator: string, right: Piece): FieldClause | null {
  const given = value(right)
  if (given === undefined) return null
  if (operator === '=' || operator === '==') return { kind: 'terms', field, values: [given] }
  if (typeof given !== 'number') return null
  const bound = { value: given, included: operator.endsWith('=') }
  if (operator === '>' || operator === '>=') return { kind: 'range', field, low: bound, high: null }
  if (operator === '<' || operator === '<=') return { kind: 'range', field, low: null, high: bound }
  return null
}

function chain([low, first, field, second, high]: readonly (Piece | undefined)[]): FieldClause | null {
  if (!low || !first || !field || !second || !high || field.kind !== 'name') return null
  if (!/^<=?$/.test(first.text) || !/^<=?$/.test(second.text)) return null
  const [from, to] = [value(low), value(high)]
  if (typeof from !== 'number' || typeof to !== 'number') return null
  return {
    kind: 'range',
    field: field.text,
    low: { value: from, included: first.text === '<=' },
    high: { value: to, included: second.text === '<=' },
  }
}

function between(field: string, [, low, , high]: readonly Piece[]): FieldClause | null {
  const [from, to] = [low && value(low), high && value(high)]
  if (typeof from !== 'number' || typeof to !== 'number') return null
  return { kind: 'range', field, low: { value: from, included: true }, high: { value: to, included: true } }
}

function among(field: string, [, open, ...rest]: readonly Piece[]): FieldClause | null {
  const close = rest.at(-1)
  if (open?.kind !== 'bracket' || close?.kind !== 'bracket') return null
  const items = rest.slice(0, -1).filter(({ text }) => text !== ',')
  const values = items.map(value).filter((given) => given !== undefined)
  return values.length === items.length && items.length > 0 ? { kind: 'terms', field, values } : null
}

/** `is null`, `between … and …`, `in (…)`. */
function wordClause(field: string, rest: readonly Piece[]): FieldClause | null {
  const words = rest.map(({ text }) => text.toLowerCase())
  if (words.join(' ') === 'is null') return { kind: 'terms', field, values: [null] }
  if (words[0] === 'between' && words[2] === 'and' && rest.length === 4) return between(field, rest)
  return words[0] === 'in' ? among(field, rest) : null
}

function nullOr(found: readonly Piece[]): FieldClause | null {
  const [open, field, is, nothing, or, ...rest] = found
  if (open?.text !== '(' || rest.at(-1)?.text !== ')' || !field) return null
  if ([is, nothing, or].map((piece) => piece?.text.toLowerCase()).join(' ') !== 'is null or') return null
  const some = readPieces(rest.slice(0, -1))
  return some?.kind === 'terms' && some.field === field.text ? { ...some, values: [null, ...some.values] } : null
}

/** `0.8 <= score`. */
function mirrored([first, operator, second]: readonly Piece[]): FieldClause | null {
  const turned = operator === undefined ? undefined : MIRRORED[operator.text]
  if (first === undefined || second?.kind !== 'name' || turned === undefined) return null
  return comparison(second.text, turned, first)
}

/** `score >= 0.8`, or a field and words. */
function fieldFirst([field, operator, right, ...rest]: readonly Piece[]): FieldClause | null {
  if (field === undefined || operator === undefined || right === undefined) return null
  if (operator.kind !== 'operator') return wordClause(field.text, [operator, right, ...rest])
  return rest.length === 0 ? comparison(field.text, operator.text, right) : null
}

function readPieces(found: readonly Piece[]): FieldClause | null {
  const [first] = found
  if (first?.text === '(') return nullOr(found)
  if (first?.kind === 'name') return fieldFirst(found)
  return found.length === 5 ? chain(found) : found.length === 3 ? mirrored(found) : null
}

/** Reads one clause, also where a person wrote it by hand; null for anything a facet would not write. */
export function readClause(text: string): FieldClause | null {
  return readPieces(pieces(text))
}
