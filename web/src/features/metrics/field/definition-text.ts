/** The page of a metric as it stands in its source: paragraphs, headings that are underlined, lists and code. */

export type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }

const HEADING = /^(?:#{1,6}\s+(.+)|(.+)\n(?:-{3,}|={3,}))(?:\n|$)/
const CODE = /^( {4}|\t|```)/
const BULLET = /^\s*[-*]\s+(.*)$/

/** The blocks of a page, in order. What is not understood is a paragraph: no word is ever lost. */
export function readBlocks(page: string): Block[] {
  return page
    .replace(/\r/g, '')
    .split(/\n\s*\n/)
    .map((chunk) => chunk.replace(/^\n+|\s+$/g, ''))
    .flatMap(readChunk)
}

/** What stands between two blank lines: a heading and what follows at once, or one block. */
function readChunk(chunk: string): Block[] {
  if (chunk === '') return []
  const heading = HEADING.exec(chunk)
  if (heading !== null) {
    const text = (heading[1] ?? heading[2] ?? '').trim()
    return [{ kind: 'heading', text }, ...readChunk(chunk.slice(heading[0].length))]
  }
  const lines = chunk.split('\n')
  if (CODE.test(chunk)) return [{ kind: 'code', text: lines.filter((line) => !line.startsWith('```')).map((line) => line.replace(CODE, '')).join('\n') }]
  const first = lines.findIndex((line) => BULLET.test(line))
  if (first === 0) return [listOf(lines)]
  const words = first < 0 ? lines : lines.slice(0, first)
  const paragraph: Block = { kind: 'paragraph', text: words.map((line) => line.trim()).join(' ') }
  return first < 0 ? [paragraph] : [paragraph, listOf(lines.slice(first))]
}

/** A line without a bullet goes on with the item before it. */
function listOf(lines: readonly string[]): Block {
  const items: string[] = []
  for (const line of lines) {
    const bullet = BULLET.exec(line)
    if (bullet !== null) items.push(bullet[1] ?? '')
    else items.push(`${items.pop() ?? ''} ${line.trim()}`.trim())
  }
  return { kind: 'list', items }
}

export interface Span {
  readonly text: string
  readonly look: 'plain' | 'code' | 'strong'
}

/** The parts of a line: `code` and **strong** words; of a link its words. */
export function readSpans(text: string): Span[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
  return plain
    .split(/(``?[^`]+``?|\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.startsWith('`')) return { text: part.replace(/^``?|``?$/g, ''), look: 'code' }
      return part.startsWith('**') ? { text: part.slice(2, -2), look: 'strong' } : { text: part, look: 'plain' }
    })
}
