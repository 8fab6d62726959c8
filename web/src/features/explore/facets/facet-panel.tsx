import { useCallback, useState } from 'react'
import { facetClause, withFacet } from '@/lib/query-text/rewrite'
import { isStrings, recall, remember } from '@/lib/remembered'
import { type ExploreLevel, useGo, usePlace } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import type { ResultSpec } from '../spec'
import { ClassFacet } from './class-facet'
import { FacetBody } from './facet-body'
import { FacetFrame } from './facet-frame'
import { classField, isOpenAtFirst, type PlannedFacet } from './facet-plan'
import styles from './facets.module.css'
import { useFacetCounts, usePlan } from './use-facets'

const CLASSES = { key: 'class', title: 'Class' }

interface FacetPanelProps {
  /** The list that is shown. */
  readonly spec: ResultSpec
  /** The level that was asked for, which may be a moment ahead of what is shown. */
  readonly level: ExploreLevel
  /** May it count yet? */
  readonly counting: boolean
}

/** How the list is spread, field by field; choosing a value writes a clause into the query. */
export function FacetPanel({ spec, level, counting }: FacetPanelProps) {
  const go = useGo()
  const query = usePlace((place) => place.q)
  const plan = usePlan(spec)
  const { isOpen, toggle } = useOpenFacets(spec.level)
  const counts = useFacetCounts(spec, plan?.filter(({ key }) => isOpen(key)) ?? null, counting)
  // One that is open by itself and turns out to be empty is not worth a line.
  const shown = (plan ?? []).filter(({ key }) => !counts.complete || counts.byKey.has(key) || !isOpen(key) || !isOpenAtFirst(spec.level, key))
  const onQuery = useCallback((q: string) => go({ q, sel: '' }), [go])
  const clear = (field: Pick<PlannedFacet, 'field' | 'within'>) =>
    facetClause(query, field) === null ? null : () => onQuery(withFacet(query, field, null))
  const classes = classField(spec.level)
  return (
    <aside className={styles.panel} aria-label="Filters">
      <LevelSwitch level={level} hasRun={spec.run !== null} />
      <FacetFrame title={CLASSES.title} meaning="Classes of the labels" open={isOpen(CLASSES.key)} onToggle={() => toggle(CLASSES.key)} onClear={clear(classes)}>
        <ClassFacet spec={spec} facet={counts.byKey.get(classes.field)} query={query} onQuery={onQuery} />
      </FacetFrame>
      {shown.map((planned) => (
        <FacetFrame
          key={planned.key}
          title={planned.title}
          meaning={planned.meaning}
          open={isOpen(planned.key)}
          onToggle={() => toggle(planned.key)}
          onClear={clear(planned)}
        >
          <FacetBody planned={planned} facet={counts.byKey.get(planned.key)} loading={!counts.complete} query={query} onQuery={onQuery} />
        </FacetFrame>
      ))}
    </aside>
  )
}

const LEVELS = [
  { value: 'image', label: 'Images' },
  { value: 'annotation', label: 'Labels' },
  { value: 'prediction', label: 'Predictions' },
] as const

function LevelSwitch({ level, hasRun }: { readonly level: ExploreLevel; readonly hasRun: boolean }) {
  const go = useGo()
  return (
    <section className={styles.facet}>
      <h3 className={styles.head}>Show</h3>
      <Segmented
        fill
        label="What the query lists"
        value={level}
        options={hasRun ? LEVELS : LEVELS.slice(0, 2)}
        onChange={(next) => go({ level: next, sort: null, desc: false, sel: '' })}
      />
    </section>
  )
}

const isPair = (text: string): boolean => text.startsWith('+') || text.startsWith('-')

/** Which facets are open; what the person changed is remembered per level. */
function useOpenFacets(level: ExploreLevel) {
  const memory = `facets.${level}`
  const [changes, setChanges] = useState<Readonly<Record<string, readonly string[]>>>({})
  const changed = changes[level] ?? recall(memory, [], isStrings).filter(isPair)
  const isOpen = (key: string): boolean => {
    if (changed.includes(`+${key}`)) return true
    if (changed.includes(`-${key}`)) return false
    return key === CLASSES.key || isOpenAtFirst(level, key)
  }
  const toggle = (key: string): void => {
    const next = [...changed.filter((entry) => entry.slice(1) !== key), `${isOpen(key) ? '-' : '+'}${key}`]
    setChanges((old) => ({ ...old, [level]: next }))
    remember(memory, next)
  }
  return { isOpen, toggle }
}
