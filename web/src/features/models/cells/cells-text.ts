/**
 * Which cells of the matrix are lit, as short text for the URL: `fp`, `12.15`, `confusions,!12.15`.
 *
 * Parts add cells, and with `!` before them take cells away; the last part that speaks of a cell counts. A part is a
 * name (`fp`, `fn`, `duplicates`, `confusions`, `correct`), a class with its mistakes (`as12`: others taken for it,
 * `from12`: it taken for others), or row and column (`12.15`): class ids, `b` not labelled, `d` seen twice, `m` missed,
 * `*` all of them.
 */
import { isCorner, type Matrix } from '../matrix/matrix'

/** A row and a column of the matrix by place; null for all of them. */
export type Spot = readonly [row: number | null, column: number | null]

type Test = (row: number, column: number) => boolean

interface Part {
  readonly text: string
  readonly adds: boolean
  readonly holds: Test
  /** What it is as a whole row, column or cell. */
  readonly spot: Spot | null
}

const NAMED: Readonly<Record<string, string>> = { fp: 'b.*', duplicates: 'd.*', fn: '*.m' }
const NAME_OF: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(NAMED).map(([name, text]) => [text, name]))

/** Cells that are lit. */
export interface Lit {
  readonly text: string
  readonly isLit: Test
  /** What is asked of the server: null for all results. */
  readonly spots: () => Spot[] | null
  /** Are these the same cells at any thresholds? Confusions, say, are cells that are not empty. */
  readonly isFixed: boolean
}

/** Reads lit cells; parts that make no sense here (a class that is gone) light nothing. */
export function readLit(text: string, matrix: Matrix): Lit {
  const placeOf = new Map(matrix.classes.map(({ id }, place) => [id, place]))
  const parts = text.split(',').map((part) => readPart(part, matrix, placeOf)).filter((part) => part !== null)
  const isLit: Test = (row, column) => !isCorner(matrix, row, column) && (parts.findLast(({ holds }) => holds(row, column))?.adds ?? false)
  const isFixed = text === '' || plainSpots(parts) !== null
  return { text, isLit, spots: () => (text === '' ? null : spotsOf(parts, isLit, matrix)), isFixed }
}

/** The parts as whole rows, columns and cells; null where they are more than that. */
function plainSpots(parts: readonly Part[]): Spot[] | null {
  const plain = parts.map(({ adds, spot }) => (adds ? spot : null)).filter((spot) => spot !== null)
  return plain.length === parts.length && parts.length > 0 ? plain : null
}

function spotsOf(parts: readonly Part[], isLit: Test, { filled }: Matrix): Spot[] {
  const plain = plainSpots(parts)
  if (plain !== null) return plain
  return filled.filter(({ row, column }) => isLit(row, column)).map(({ row, column }) => [row, column] as const)
}

function readPart(whole: string, matrix: Matrix, placeOf: ReadonlyMap<number, number>): Part | null {
  const adds = !whole.startsWith('!')
  const text = adds ? whole : whole.slice(1)
  const k = matrix.classes.length
  const areClasses: Test = (row, column) => row < k && column < k
  if (text === 'correct') return { text, adds, spot: null, holds: (row, column) => row === column && row < k }
  if (text === 'confusions') return { text, adds, spot: null, holds: (row, column) => row !== column && areClasses(row, column) }
  const mistakes = /^(as|from)(\d+)$/.exec(text)
  if (mistakes !== null) {
    const place = placeOf.get(Number(mistakes[2]))
    const holds: Test = (row, column) => row !== column && areClasses(row, column) && (mistakes[1] === 'as' ? column : row) === place
    return { text, adds, spot: null, holds }
  }
  const [rowText, columnText, more] = (NAMED[text] ?? text).split('.')
  const row = readLine(rowText, { b: k, d: k + 1 }, placeOf)
  const column = readLine(columnText, { m: k }, placeOf)
  if (row === undefined || column === undefined || more !== undefined) return null
  return { text, adds, spot: [row, column], holds: (r, c) => (row === null || row === r) && (column === null || column === c) }
}

function readLine(text: string | undefined, extra: Readonly<Record<string, number>>, placeOf: ReadonlyMap<number, number>): number | null | undefined {
  if (text === undefined) return undefined
  if (text === '*') return null
  return extra[text] ?? (/^\d+$/.test(text) ? placeOf.get(Number(text)) : undefined)
}

/** The text of a row, a column or a cell. */
export function writeSpot([row, column]: Spot, { classes }: Pick<Matrix, 'classes'>): string {
  const k = classes.length
  const rowText = row === null ? '*' : row === k ? 'b' : row === k + 1 ? 'd' : String(classes[row]?.id)
  const columnText = column === null ? '*' : column === k ? 'm' : String(classes[column]?.id)
  const text = `${rowText}.${columnText}`
  return NAME_OF[text] ?? text
}

/** A click: lights this alone, or nothing where it alone was lit. */
export const chooseAlone = (text: string, part: string): string => (text === part ? '' : part)

/** A click with shift: adds this, or takes it away where all of it is lit. */
export function toggle(text: string, spot: Spot, matrix: Matrix): string {
  const part = writeSpot(spot, matrix)
  const others = text.split(',').filter((old) => old !== '' && old !== part && old !== `!${part}`)
  const cells = cellsOf(spot, matrix)
  const isLitBy = (parts: readonly string[]): ((cell: readonly [number, number]) => boolean) => {
    const { isLit } = readLit(parts.join(','), matrix)
    return ([row, column]) => isLit(row, column)
  }
  if (!cells.every(isLitBy([text]))) return [...others, part].join(',')
  // What a larger part lights, too, has to be taken away from it.
  const left = cells.some(isLitBy(others)) ? [...others, `!${part}`] : others
  return left.every((old) => old.startsWith('!')) ? '' : left.join(',')
}

function cellsOf([row, column]: Spot, matrix: Matrix): (readonly [number, number])[] {
  const rows = row === null ? Array.from({ length: matrix.rows }, (_, place) => place) : [row]
  const columns = column === null ? Array.from({ length: matrix.columns }, (_, place) => place) : [column]
  return rows.flatMap((r) => columns.map((c) => [r, c] as const)).filter(([r, c]) => !isCorner(matrix, r, c))
}

/** How many results lie in the lit cells. */
export function litCount({ isLit }: Pick<Lit, 'isLit'>, { filled }: Matrix): number {
  return filled.reduce((sum, { row, column, count }) => (isLit(row, column) ? sum + count : sum), 0)
}
