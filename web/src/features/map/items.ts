/** The rows behind points, which know their ids alone. */
import type { PageQuery } from '@/api/queries'
import { keys } from '@/api/queries'
import type { RowPage } from '@/actions/grid/use-rows'
import type { Transport } from '@/api/transport/transport'
import type { SearchItem, SearchRequest } from '@/api/types'
import { PAGE_SIZE } from '@/lib/row-pages'
import type { MapSpec } from './use-map-spec'

/** Which rows a grid shows. */
export interface ItemList {
  readonly spec: MapSpec
  /** In the order in which they are shown. */
  readonly ids: readonly number[]
}

/** The request for a few rows by id. */
export function itemsRequest({ dataset, run, level }: MapSpec, ids: readonly number[]): SearchRequest {
  return { dataset, run, level, query: `id in (${ids.join(', ')})`, sort: 'id', descending: false, limit: ids.length, offset: 0, confidence: 1 }
}

/** One page of the rows of a list. */
export function itemsQuery(transport: Transport, { spec, ids }: ItemList, page: number): PageQuery<RowPage<SearchItem>> {
  const part = ids.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  return {
    queryKey: [...keys.all, 'map-items', spec.dataset, spec.level, part.join(' ')],
    retry: false,
    queryFn: async ({ signal }) => ({ total: ids.length, items: part.length === 0 ? [] : (await transport.search(itemsRequest(spec, part), signal)).items }),
  }
}
