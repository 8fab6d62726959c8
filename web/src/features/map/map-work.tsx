import { useComputedColorScheme } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { MapPoints } from '@/api/map-points'
import { inksOf, NO_INK, paintCodes } from '@/canvas/paint-codes'
import { pointGrid } from '@/math/point-grid'
import { useClasses } from '@/state/current'
import { isSelected, type SelectedRows, useSelection } from '@/state/selection'
import { MapDock } from './map-dock'
import { MapLegend } from './map-legend'
import { MapNote } from './map-note'
import { MapSide } from './map-side'
import { MapStage } from './map-stage'
import styles from './map.module.css'
import type { MapSpec } from './use-map-spec'

interface MapWorkProps {
  readonly points: MapPoints
  readonly spec: MapSpec
  /** A newer answer is under way. */
  readonly isOld: boolean
}

const NOTHING_HIDDEN: ReadonlySet<number> = new Set()

/** The map with its legend, the clusters and lists beside it, and what is selected beneath. */
export function MapWork({ points, spec, isOld }: MapWorkProps) {
  const classes = useClasses()
  const isLight = useComputedColorScheme('dark') === 'light'
  // Values that are toggled off, for as long as the colouring stands.
  const [hiding, setHiding] = useState({ field: '', codes: NOTHING_HIDDEN })
  const hidden = hiding.field === points.colour.field ? hiding.codes : NOTHING_HIDDEN
  const places = useMemo(() => ({ xs: new Float64Array(points.xs), ys: new Float64Array(points.ys) }), [points.xs, points.ys])
  const grid = useMemo(() => pointGrid(places), [places])
  const palette = useMemo(() => inksOf(points.colour, classes, isLight), [points.colour, classes, isLight])
  const none = isLight ? NO_INK.light : NO_INK.dark
  const inks = useMemo(() => paintCodes(points.codes, palette, { none, hidden }), [points.codes, palette, none, hidden])
  const rows = useSelection((state) => state.rows)
  const selected = useMemo(() => maskOf(points.ids, rows), [points.ids, rows])
  const [query, setQuery] = useState<ChosenQuery | null>(null)
  const toggle = (code: number): void => setHiding({ field: points.colour.field, codes: toggled(hidden, code) })
  return (
    <div className={styles.work}>
      <div className={styles.left}>
        <div className={styles.ground} aria-busy={isOld}>
          <MapStage points={places} grid={grid} map={points} inks={inks} selected={selected} spec={spec} onQuery={(text) => setQuery(text === null ? null : { text, rows: useSelection.getState().rows })} />
          <MapNote points={points} spec={spec} />
        </div>
        <MapLegend points={points} palette={palette} hidden={hidden} none={none} onToggle={toggle} onAll={() => setHiding({ field: '', codes: NOTHING_HIDDEN })} />
        {selected !== null && <MapDock ids={points.ids} selected={selected} spec={spec} query={query?.rows === rows ? query.text : null} />}
      </div>
      <MapSide spec={spec} hasMap={points.has_map} map={points} onQuery={(text) => setQuery({ text, rows: useSelection.getState().rows })} />
    </div>
  )
}

/** The query that lists just what is selected, for as long as it is. */
interface ChosenQuery {
  readonly text: string
  readonly rows: SelectedRows
}

function toggled(hidden: ReadonlySet<number>, code: number): ReadonlySet<number> {
  const next = new Set(hidden)
  if (!next.delete(code)) next.add(code)
  return next
}

function maskOf(ids: Uint32Array, rows: SelectedRows): Uint8Array | null {
  if (!rows.all && rows.ids.size === 0) return null
  const mask = new Uint8Array(ids.length)
  for (let at = 0; at < ids.length; at += 1) mask[at] = Number(isSelected(rows, ids[at] ?? -1))
  return mask
}

