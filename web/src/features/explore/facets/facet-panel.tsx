import { useCallback, useEffect, useState } from 'react'
import { matchWords } from '@/lib/match-words'
import { facetClause, withFacet } from '@/lib/query-text/rewrite'
import { watchFields } from '@/state/on-screen'
import { type ExploreLevel, useGo, usePlace } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import type { ResultSpec } from '../spec'
import { ClassFacet } from './class-facet'
import { FacetEntry } from './facet-entry'
import { FacetFrame } from './facet-frame'
import { FacetGroupFrame, FewFirst } from './facet-group'
import { classField, type FacetGroup, isOpenAtFirst, type PlannedFacet } from './facet-plan'
import styles from './facets.module.css'
import { MeasureOffer } from './measure-offer'
import { usePlan } from './use-facets'
import { CLASSES, useOpenFacets } from './use-open-facets'

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
  const plan = usePlan(spec) ?? []
  const [typed, setTyped] = useState('')
  const [hasCounted, setHasCounted] = useState(false)
  if (counting && !hasCounted) setHasCounted(true)
  const { isOpen, toggle, isGroupOpen, toggleGroup } = useOpenFacets(spec.level)
  const onQuery = useCallback((q: string) => go({ q, sel: '' }), [go])
  const narrows = (field: Pick<PlannedFacet, 'field' | 'within'>): boolean => facetClause(query, field) !== null
  const clear = (field: Pick<PlannedFacet, 'field' | 'within'>) => (narrows(field) ? () => onQuery(withFacet(query, field, null)) : null)
  const found = typed === '' ? plan : plan.map((group) => matching(group, typed)).filter(({ facets }) => facets.length > 0)
  const classes = classField(spec.level)
  const watched = plan
    .filter((group) => isGroupOpen(group))
    .flatMap(({ facets }) => facets.filter(({ key, type, within }) => within === null && type === 'number' && isOpen(key)).map(({ key }) => key))
  useEffect(() => watchFields(watched))
  return (
    <aside className={styles.panel} aria-label="Filters">
      <LevelSwitch level={level} hasRun={spec.run !== null} />
      <FacetFrame title="Class" fullTitle="Class" meaning="Classes of the labels" open={isOpen(CLASSES)} onToggle={() => toggle(CLASSES)} onClear={clear(classes)}>
        <ClassFacet spec={spec} counting={counting} query={query} onQuery={onQuery} />
      </FacetFrame>
      {plan.length > 0 && (
        <input
          type="search"
          className={styles.findField}
          aria-label="Find a filter"
          placeholder="Find a filter"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') {
              event.stopPropagation()
              setTyped('')
            }
          }}
        />
      )}
      {hasCounted && <MeasureOffer spec={spec} />}
      {found.map((group) => (
        <FacetGroupFrame
          key={group.key}
          group={group}
          open={typed !== '' || isGroupOpen(group)}
          narrowing={group.facets.filter(narrows).length}
          onToggle={() => toggleGroup(group)}
        >
          <FewFirst facets={group.facets} isKept={(planned) => typed !== '' || isOpen(planned.key) || narrows(planned)}>
            {(planned) => (
              <FacetEntry
                key={`${spec.level}/${planned.key}`}
                planned={planned}
                spec={spec}
                counting={counting}
                open={isOpen(planned.key)}
                canHide={typed === '' && isOpenAtFirst(spec.level, planned.key)}
                query={query}
                onQuery={onQuery}
                onToggle={() => toggle(planned.key)}
                onClear={clear(planned)}
              />
            )}
          </FewFirst>
        </FacetGroupFrame>
      ))}
      {typed !== '' && found.length === 0 && <p className={styles.none}>None is called that</p>}
    </aside>
  )
}

function matching(group: FacetGroup, typed: string): FacetGroup {
  return { ...group, facets: group.facets.filter(({ title, name }) => matchWords(typed, `${title} ${name}`) !== null) }
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
        onChange={(next) => go({ level: next, sort: null, desc: false, sel: '', x: null, y: null, area: null, field: null })}
      />
    </section>
  )
}
