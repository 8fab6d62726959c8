import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { mapListsQuery } from '@/api/map-queries'
import type { MapPoints } from '@/api/map-points'
import type { ListedItems, MapCluster, MapLists } from '@/api/map-types'
import { useTransport } from '@/api/transport/context'
import { amount, percent } from '@/lib/words'
import { useClasses } from '@/state/current'
import { Told } from '@/actions/told'
import { MapEntry } from './map-entry'
import styles from './map.module.css'
import { type MapSpec, NOUNS } from './use-map-spec'
import { useSelectListed } from './use-select-listed'

interface MapSideProps {
  readonly spec: MapSpec
  readonly hasMap: boolean
  readonly map: MapPoints
  /** Says which query lists just what was selected. */
  readonly onQuery: (query: string) => void
}

const PANEL_PX = 480

/** The clusters by name, and what is small, far off or mixed: the map for who does not look at points. */
export function MapSide({ spec, hasMap, map, onQuery }: MapSideProps) {
  const asked = useQuery({ ...mapListsQuery(useTransport(), { dataset: spec.dataset, run: spec.run }, spec.level, spec.query), enabled: hasMap })
  return (
    <aside className={styles.side} aria-label="Clusters">
      {hasMap ? (
        <Told asked={asked} height={PANEL_PX}>
          {(lists) => <Lists lists={lists} spec={spec} map={map} onQuery={onQuery} />}
        </Told>
      ) : (
        <p className={styles.quiet}>Clusters stand here once the map is computed.</p>
      )}
    </aside>
  )
}

interface ListsProps extends Omit<MapSideProps, 'hasMap'> {
  readonly lists: MapLists
}

function Lists({ lists, spec, map, onQuery }: ListsProps) {
  const byNumber = useMemo(() => new Map(lists.clusters.map((cluster) => [cluster.number, cluster])), [lists])
  const chosen = (numbers: readonly number[]): MapCluster[] => numbers.flatMap((number) => byNumber.get(number) ?? [])
  const choose = useSelectListed(spec, map, onQuery)
  const classes = useClasses()
  const nouns = NOUNS[spec.level]
  const entry = (key: string, title: string, detail: string, items: ListedItems) => (
    <MapEntry key={key} title={title} detail={detail} items={items} level={spec.level} onChoose={() => choose(items.query)} />
  )
  const whole = ({ number, name, items, purity }: MapCluster) => entry(`all ${number}`, name, `${amount(items.count, nouns)}${purity === null ? '' : `, ${percent(purity)} one class`}`, items)
  const odd = ({ number, name, others, purity, classes: counts }: MapCluster) =>
    entry(`odd ${number}`, `${amount(others.count, nouns)} among ${name}`, `${percent(purity ?? 0)} ${classes.look(counts[0]?.class_id ?? null).name}; also ${counts.slice(1, 4).map(({ class_id }) => classes.look(class_id).name).join(', ')}`, others)
  const [small, mixed] = [chosen(lists.small), chosen(lists.mixed)]
  return (
    <>
      <Part title={spec.level === 'prediction' ? 'Odd predictions' : 'Likely mislabels'} note="Of another class than the cluster they lie in" count={mixed.length}>
        {mixed.map(odd)}
      </Part>
      <Part title="Small clusters" note="The set has little of these" count={small.length}>
        {small.map(whole)}
      </Part>
      <Part title="Far points" note="Like nothing else in the set" count={lists.far.count}>
        {lists.far.count > 0 && entry('far', amount(lists.far.count, nouns), lists.far.query, lists.far)}
      </Part>
      <Part title="All clusters" note="The largest first" count={lists.clusters.length} isOpen>
        {lists.clusters.map(whole)}
        {lists.between.count > 0 && entry('between', 'Between the clusters', amount(lists.between.count, nouns), lists.between)}
      </Part>
    </>
  )
}

function Part({ title, note, count, children, isOpen = true }: { readonly title: string; readonly note: string; readonly count: number; readonly children: ReactNode; readonly isOpen?: boolean }) {
  return (
    <details className={styles.part} open={isOpen}>
      <summary>
        <b>{title}</b> <span className={styles.amount}>{count}</span>
      </summary>
      <p className={styles.quiet}>{count === 0 ? 'None.' : note}</p>
      <ul className={styles.list}>{children}</ul>
    </details>
  )
}
