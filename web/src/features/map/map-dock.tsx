import { useCallback, useMemo, useState } from 'react'
import { TileGrid } from '@/actions/grid/tile-grid'
import { WaitingTile } from '@/actions/grid/waiting-grid'
import { rowId, sequenceEntry } from '@/actions/grid/row-item'
import { useOpenRow } from '@/actions/grid/use-open-row'
import { useRows } from '@/actions/grid/use-rows'
import { useTransport } from '@/api/transport/context'
import type { SearchItem } from '@/api/types'
import { useClasses } from '@/state/current'
import { type ItemList, itemsQuery } from './items'
import { MapTile } from './map-tile'
import { MapVerbs } from './map-verbs'
import styles from './map.module.css'
import type { MapSpec } from './use-map-spec'

interface MapDockProps {
  readonly ids: Uint32Array
  /** 1 for the selected ones. */
  readonly selected: Uint8Array
  readonly spec: MapSpec
  /** The query that lists just these; null: none but their ids. */
  readonly query: string | null
}

const TILE_PX = 112

/** What is selected on the map, as pictures, and what can be done with it. */
export function MapDock({ ids, selected, spec, query }: MapDockProps) {
  const list: ItemList = useMemo(() => ({ spec, ids: chosen(ids, selected) }), [spec, ids, selected])
  return (
    <section className={styles.dock} aria-label="Selected on the map">
      <MapVerbs list={list} query={query} />
      {list.ids.length > 0 && <Items list={list} />}
    </section>
  )
}

function chosen(ids: Uint32Array, selected: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 0; at < ids.length; at += 1) if (selected[at] === 1) found.push(ids[at] ?? -1)
  return found
}

function Items({ list }: { readonly list: ItemList }) {
  const transport = useTransport()
  const classes = useClasses()
  const [there, setThere] = useState<ItemList | null>(null)
  const rows = useRows<ItemList, SearchItem>(list, there, useCallback((asked: ItemList, page: number) => itemsQuery(transport, asked, page), [transport]))
  const { item, spec: shown } = rows
  const total = shown.ids.length
  const open = useOpenRow({
    total,
    run: list.spec.run,
    entry: (index) => sequenceEntry(item(index)),
    fetchEntry: async (index) => {
      const id = shown.ids[index]
      if (id === undefined) return null
      const page = itemsQuery(transport, { spec: shown.spec, ids: [id] }, 0)
      const found = await page.queryFn({ signal: new AbortController().signal })
      return sequenceEntry(found.items[0])
    },
  })
  return (
    <TileGrid
      list={shown}
      total={total}
      tileSize={TILE_PX}
      idAt={(index) => {
        const row = item(index)
        return row === undefined ? shown.ids[index] : rowId(row)
      }}
      onShow={rows.show}
      onThere={() => setThere(shown)}
      isThere={rows.isThere}
      click="open"
      onOpen={open}
      tile={(index, current, side) => {
        const row = item(index)
        return row === undefined ? (
          <WaitingTile key={`waiting-${index}`} side={side} />
        ) : (
          <MapTile key={rowId(row)} row={row} index={index} total={total} current={current} classes={classes} />
        )
      }}
    />
  )
}

