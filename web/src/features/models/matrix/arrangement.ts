/** In which order the lines of the matrix stand: rows and columns alike, the lines beside the classes always last. */
import type { Matrix } from './matrix'
import { clusterOrder } from './seriation'

export const ARRANGEMENTS = [
  { value: 'id', label: 'Id', title: 'In the order of the dataset' },
  { value: 'name', label: 'Name', title: 'By name' },
  { value: 'errors', label: 'Errors', title: 'The classes with the most errors first' },
  { value: 'cluster', label: 'Cluster', title: 'Classes that are mistaken for each other side by side' },
] as const

export type Arrangement = (typeof ARRANGEMENTS)[number]['value']

/** Places of the matrix in the order in which they are shown. */
export interface Lines {
  readonly rows: readonly number[]
  readonly columns: readonly number[]
}

/** The lines of the matrix; seen-twice is left out where nothing is. */
export function arrange(matrix: Matrix, by: Arrangement): Lines {
  const order = ORDERS[by](matrix)
  const k = matrix.classes.length
  const twice = (matrix.rowTotals[k + 1] ?? 0) > 0 ? [k + 1] : []
  return { rows: [...order, k, ...twice], columns: [...order, k] }
}

const ORDERS: Readonly<Record<Arrangement, (matrix: Matrix) => number[]>> = {
  id: ({ classes }) => classes.map((_, place) => place),
  name: ({ classes }) => sortedPlaces(classes.length, (a, b) => (classes[a]?.name ?? '').localeCompare(classes[b]?.name ?? '')),
  errors: (matrix) => {
    const errors = matrix.classes.map((_, place) => errorsOf(matrix, place))
    return sortedPlaces(errors.length, (a, b) => (errors[b] ?? 0) - (errors[a] ?? 0))
  },
  cluster: clusterOrder,
}

const sortedPlaces = (count: number, compare: (a: number, b: number) => number): number[] => Array.from({ length: count }, (_, place) => place).sort(compare)

/** Labels of the class that were not found, and predictions of it that are wrong. */
function errorsOf({ rowTotals, columnTotals, count }: Matrix, place: number): number {
  return (rowTotals[place] ?? 0) + (columnTotals[place] ?? 0) - 2 * count(place, place)
}
