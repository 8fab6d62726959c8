/** An order of classes in which those that are mistaken for each other lie together. */
import type { Matrix } from './matrix'

interface Link {
  readonly a: number
  readonly b: number
  readonly weight: number
}

/**
 * Single linkage with turned chains (after Gruvaeus and Wainer 1972): the strongest link first, each joins the chains of
 * its two classes, turned so that the two come as near as they can. Classes that are never mistaken keep their order
 * behind the chains. A link weighs the confusions both ways by the labels of the two, so that rare classes count alike.
 */
export function clusterOrder(matrix: Matrix): number[] {
  const chains = new Map<number, number[]>()
  for (const { a, b } of links(matrix)) {
    const left = chains.get(a) ?? [a]
    const right = chains.get(b) ?? [b]
    if (left === right) continue
    const joined = join(left, right, a, b)
    for (const place of joined) chains.set(place, joined)
  }
  const groups = [...new Set(chains.values())].sort((a, b) => b.length - a.length || Math.min(...a) - Math.min(...b))
  const alone = matrix.classes.map((_, place) => place).filter((place) => !chains.has(place))
  return [...groups.flat(), ...alone]
}

function links({ filled, classes, rowTotals }: Matrix): Link[] {
  const weights = new Map<number, Link>()
  for (const { row, column, count } of filled) {
    if (row === column || row >= classes.length || column >= classes.length) continue
    const [a, b] = row < column ? [row, column] : [column, row]
    const key = a * classes.length + b
    const labels = Math.sqrt(Math.max(rowTotals[a] ?? 0, 1) * Math.max(rowTotals[b] ?? 0, 1))
    weights.set(key, { a, b, weight: (weights.get(key)?.weight ?? 0) + count / labels })
  }
  return [...weights.values()].sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
}

/** One chain of two, turned so that `a` and `b` are as near as they can be. */
function join(left: readonly number[], right: readonly number[], a: number, b: number): number[] {
  const first = left.indexOf(a) < left.length / 2 && left.length > 1 ? [...left].reverse() : left
  const second = right.indexOf(b) >= right.length / 2 && right.length > 1 ? [...right].reverse() : right
  return [...first, ...second]
}
