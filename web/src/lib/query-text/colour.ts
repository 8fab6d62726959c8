/** Colours of a query text: the server's where it has spoken, a first reading where the text has moved on. */
import { lex, type LexKind } from './lex'
import { fromServer } from './offsets'

export interface Piece {
  readonly text: string
  /** A kind of token; empty for the space between tokens. */
  readonly kind: string
}

export interface Checked {
  /** The text that the server looked at. */
  readonly text: string
  readonly tokens: readonly { readonly start: number; readonly end: number; readonly kind: string }[]
}

const LOCAL: Readonly<Record<LexKind, string>> = {
  text: 'text',
  number: 'number',
  keyword: 'keyword',
  function: 'function',
  name: 'field',
  operator: 'operator',
  bracket: 'bracket',
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return at
}

/** The whole text in coloured pieces, spaces included: joined, they are the text. */
export function colourPieces(text: string, checked: Checked | null): Piece[] {
  const same = checked === null ? 0 : checked.text === text ? text.length : commonStart(checked.text, text)
  const server = (checked?.tokens ?? [])
    .map(({ start, end, kind }) => ({ start: fromServer(text, start), end: fromServer(text, end), kind }))
    // A token at the end of what is the same may have grown since.
    .filter(({ end }) => end < same || same === text.length)
  const from = server.at(-1)?.end ?? 0
  const local = lex(text)
    .filter(({ start }) => start >= from)
    .map(({ start, end, kind }) => ({ start, end, kind: LOCAL[kind] }))
  return fill(text, [...server, ...local])
}

function fill(text: string, tokens: readonly { start: number; end: number; kind: string }[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end, kind } of tokens) {
    if (start < at || end > text.length) continue
    if (start > at) pieces.push({ text: text.slice(at, start), kind: '' })
    pieces.push({ text: text.slice(start, end), kind })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: '' })
  return pieces
}

export interface PlacedPiece extends Piece {
  readonly start: number
  readonly wrong: boolean
}

/** The pieces cut where a range begins and ends, those within marked: for the line under what is wrong. */
export function splitAt(pieces: readonly Piece[], start: number, end: number): PlacedPiece[] {
  const out: PlacedPiece[] = []
  let at = 0
  for (const piece of pieces) {
    const cuts = [start, end].map((cut) => cut - at).filter((cut) => cut > 0 && cut < piece.text.length)
    let from = 0
    for (const cut of [...cuts, piece.text.length]) {
      const text = piece.text.slice(from, cut)
      if (text !== '') out.push({ text, kind: piece.kind, start: at + from, wrong: at + from >= start && at + cut <= end })
      from = cut
    }
    at += piece.text.length
  }
  return out
}
