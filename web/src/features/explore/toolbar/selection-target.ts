/** Which rows a verb speaks of, as the server wants to be told. */
import type { Selection, Source } from '@/api/types'
import { andAlso } from '@/lib/query-text/rewrite'
import type { SelectedRows } from '@/state/selection'
import type { ResultSpec } from '../spec'

const idList = (ids: Iterable<number>): string => [...ids].sort((a, b) => a - b).join(', ')

/** The selected rows themselves: their ids, or the query less the exceptions. */
export function selectedTarget(rows: SelectedRows, spec: ResultSpec): Selection {
  const scope = { dataset: spec.dataset, run: spec.run, level: spec.level }
  if (!rows.all) return { ...scope, ids: [...rows.ids] }
  return { ...scope, query: rows.ids.size === 0 ? spec.query : andAlso(spec.query, `id not in (${idList(rows.ids)})`) }
}

/** The labels or predictions that lie in the selected images, and satisfy one more clause. */
export function objectsOfImages(rows: SelectedRows, spec: ResultSpec, source: Source, clause = ''): Selection {
  const level = source === 'label' ? 'annotation' : 'prediction'
  const some = `image.id ${rows.all ? 'not in' : 'in'} (${idList(rows.ids)})`
  const images = !rows.all ? some : rows.ids.size === 0 ? spec.query : andAlso(spec.query, some)
  return { dataset: spec.dataset, run: spec.run, level, query: clause === '' ? images : andAlso(images, clause) }
}
