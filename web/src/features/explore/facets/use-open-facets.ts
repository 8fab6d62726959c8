import { useState } from 'react'
import { isStrings, recall, remember } from '@/lib/remembered'
import type { ExploreLevel } from '@/state/place'
import { type FacetGroup, isGroupOpenAtFirst, isOpenAtFirst } from './facet-plan'

export const CLASSES = 'class'

const isPair = (text: string): boolean => text.startsWith('+') || text.startsWith('-')
const groupKey = ({ key }: Pick<FacetGroup, 'key'>): string => `group/${key}`

/** Which facets and groups are open; what the person changed is remembered per level. */
export function useOpenFacets(level: ExploreLevel) {
  const memory = `facets.${level}`
  const [changes, setChanges] = useState<Readonly<Record<string, readonly string[]>>>({})
  const changed = changes[level] ?? recall(memory, [], isStrings).filter(isPair)
  const asChanged = (key: string, atFirst: boolean): boolean => (changed.includes(`+${key}`) ? true : changed.includes(`-${key}`) ? false : atFirst)
  const set = (key: string, open: boolean): void => {
    const next = [...changed.filter((entry) => entry.slice(1) !== key), `${open ? '+' : '-'}${key}`]
    setChanges((old) => ({ ...old, [level]: next }))
    remember(memory, next)
  }
  const isOpen = (key: string): boolean => asChanged(key, key === CLASSES || isOpenAtFirst(level, key))
  const isGroupOpen = (group: FacetGroup): boolean => asChanged(groupKey(group), isGroupOpenAtFirst(level, group))
  return {
    isOpen,
    toggle: (key: string) => set(key, !isOpen(key)),
    isGroupOpen,
    toggleGroup: (group: FacetGroup) => set(groupKey(group), !isGroupOpen(group)),
  }
}
