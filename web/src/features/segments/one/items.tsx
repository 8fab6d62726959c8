import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { rowId, sequenceEntry } from '@/actions/grid/row-item'
import { TileGrid } from '@/actions/grid/tile-grid'
import { useOpenRow } from '@/actions/grid/use-open-row'
import { useRows } from '@/actions/grid/use-rows'
import { WaitingGrid, WaitingTile } from '@/actions/grid/waiting-grid'
import { searchQuery } from '@/api/queries'
import { segmentItemsQuery } from '@/api/segment-queries'
import { useTransport } from '@/api/transport/context'
import { Refused } from '@/actions/refused'
import type { Scope, SearchItem, SearchRequest, Segment } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { PAGE_SIZE } from '@/lib/row-pages'
import { andAlso } from '@/lib/query-text/rewrite'
import { NOTHING, select, type SelectedRows, selectedCount, useSelection } from '@/state/selection'
import { EmptyState } from '@/ui/messages'
import { type ItemState, ItemTile } from './item-tile'
import { ItemVerbs } from './item-verbs'
import styles from './one.module.css'

const SIDE = 148

interface ItemsProps {
  readonly segment: Segment
  readonly scope: Scope
}

/** What is in the segment, with a tick where it is done. */
export function Items({ segment, scope }: ItemsProps) {
  const transport = useTransport()
  const { dataset, run } = scope
  const { level, query: whole } = segment
  const spec = useMemo(() => ({ dataset, run, level, query: whole }), [dataset, run, level, whole])
  const [there, setThere] = useState<typeof spec | null>(null)
  const rows = useRows<typeof spec, SearchItem>(spec, there, (asked, page) => searchQuery(transport, pageOf(asked, page)))
  const states = useItemStates(segment)
  const chosen = useSelection((state) => state.rows)
  const { change } = useEditing()
  const { item, total, show } = rows
  const entry = useCallback((index: number) => sequenceEntry(item(index)), [item])
  const open = useOpenRow({ total, run, entry, fetchEntry: (index) => Promise.resolve(entry(index)) })
  if (rows.error !== null) {
    return <Refused error={rows.error} onRetry={rows.retry} />
  }
  if (total === null) return <WaitingGrid tileSize={SIDE} />
  if (total === 0) return <EmptyState icon="bookmark" title={segment.items === null ? 'Its query lists nothing now' : 'There is nothing in it'}>{segment.items !== null && READ_ONLY === null && <p>Select something in Explore and press S.</p>}</EmptyState>
  const target = { dataset, run, level, ...selected(chosen, whole) }
  const tick = async (done: boolean): Promise<void> => {
    const made = await change(async () => (await transport.tickSegmentItems(segment.id, { rows: target, image: [], annotation: [], prediction: [] }, done)).change)
    if (made !== null) select(NOTHING)
  }
  return (
    <div className={styles.items}>
      {segment.items !== null && <ItemVerbs count={selectedCount(chosen, total)} segment={segment} target={target} onTick={(done) => void tick(done)} />}
      <div className={styles.grid}>
        <TileGrid
          list={rows.spec}
          total={total}
          tileSize={SIDE}
          idAt={(index) => {
            const row = item(index)
            return row === undefined ? undefined : rowId(row)
          }}
          onShow={show}
          onThere={() => setThere(rows.spec)}
          isThere={rows.isThere}
          click="open"
          onOpen={open}
          tile={(index, current, side) => {
            const row = item(index)
            if (row === undefined) return <WaitingTile key={`waiting-${index}`} side={side} />
            return <ItemTile key={rowId(row)} item={row} index={index} total={total} current={current} side={side} state={states.get(rowId(row))} />
          }}
        />
      </div>
    </div>
  )
}

/** The selected rows: their ids, or the whole query less the exceptions. */
function selected({ all, ids }: SelectedRows, query: string): { query: string } | { ids: number[] } {
  if (!all) return { ids: [...ids] }
  return { query: ids.size > 0 ? andAlso(query, `id not in (${[...ids].join(', ')})`) : query }
}

function pageOf(spec: { dataset: number; run: number | null; level: Segment['level']; query: string }, page: number): SearchRequest {
  return { ...spec, sort: null, descending: false, limit: PAGE_SIZE, offset: page * PAGE_SIZE, confidence: 0 }
}

/** Item -> what is wrong with it and whether it is done; nothing for a query. */
function useItemStates(segment: Segment): ReadonlyMap<number, ItemState> {
  const { data } = useQuery({ ...segmentItemsQuery(useTransport(), segment.id, segment.level), enabled: segment.items !== null })
  return useMemo(() => new Map((data?.ids ?? []).map((id, at) => [id, { error: data?.error[at] ?? null, done: data?.done[at] ?? null }])), [data])
}
