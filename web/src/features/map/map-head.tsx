import { useQuery } from '@tanstack/react-query'
import { useActions } from '@/actions/registry'
import type { FieldLevel } from '@/api/field-types'
import type { MapPoints } from '@/api/map-points'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { useGo } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import { type Tool, TOOLS } from '@/ui/plot/tools'
import { chooseTool, useTool } from './tool'
import styles from './map.module.css'
import type { MapSpec } from './use-map-spec'

const LEVELS = [
  { value: 'image', label: 'Images', title: 'A point for each image' },
  { value: 'annotation', label: 'Labels', title: 'A point for each label' },
] as const satisfies readonly { value: FieldLevel; label: string; title: string }[]

const PLACES = [
  { value: 'map', label: 'Map', title: 'Look-alikes lie together' },
  { value: 'pca', label: 'PCA', title: 'The two directions of the greatest spread' },
] as const

interface MapHeadProps {
  readonly spec: MapSpec
  /** Null while they are on their way. */
  readonly points: MapPoints | null
}

/** Whose points, where they lie, what colours them, and what the hand does. */
export function MapHead({ spec, points }: MapHeadProps) {
  const go = useGo()
  const tool = useTool((state) => state.tool)
  const choice = useColours(spec)
  const pick = (id: Tool, label: string, key: string) => ({ id: `map.${id}`, label, group: 'View' as const, keys: [key], perform: () => chooseTool(id) })
  useActions([
    pick('lasso', 'Lasso: draw a line around points', 'l'),
    pick('box', 'Box: draw a box around points', 'b'),
    pick('move', 'Move the map', 'm'),
    { id: 'map.level', label: spec.level === 'image' ? 'Map the labels' : 'Map the images', group: 'View', keys: ['g'], perform: () => go({ level: spec.level === 'image' ? 'annotation' : 'image', area: null, sel: '', field: null }) },
  ])
  return (
    <div className={styles.head} role="toolbar" aria-label="Map">
      <Segmented label="Whose points" value={spec.level} options={LEVELS} onChange={(level) => go({ level, area: null, sel: '', field: null })} />
      <Segmented label="Where they lie" value={points?.places === 'pca' ? 'pca' : 'map'} options={PLACES} onChange={(view) => go({ view: view === 'map' ? null : view, area: null })} />
      <label className={styles.colour}>
        Colour by
        <select className={styles.select} value={spec.colour} onChange={(event) => go({ field: event.target.value === 'class' ? null : event.target.value })}>
          {choice.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <span className={styles.gap} />
      <Segmented label="What the hand does" value={tool} options={TOOLS} onChange={chooseTool} />
    </div>
  )
}

interface Choice {
  readonly name: string
  readonly title: string
}

const TEXTS: readonly string[] = ['split', 'match', 'kind', 'format', 'issue']

/** The fields that can colour points: the class, what every image or label has, and what was measured. */
function useColours({ dataset, level, colour }: MapSpec): readonly Choice[] {
  const { data = [] } = useQuery(fieldsQuery(useTransport(), dataset, level))
  const own = data
    .filter(({ name, type }) => (type === 'number' ? name !== 'id' && !name.endsWith('_id') : TEXTS.includes(name)))
    .map(({ name, title }): Choice => ({ name, title: name === 'match' ? 'Outcome of the run' : title }))
  const split: readonly Choice[] = level === 'annotation' ? [{ name: 'image.split', title: 'Split' }] : []
  const first = ['split', 'cluster', 'match']
  const all = [{ name: 'class', title: 'Class' }, ...split, ...own.filter(({ name }) => first.includes(name)), ...own.filter(({ name }) => !first.includes(name))]
  return all.some(({ name }) => name === colour) ? all : [...all, { name: colour, title: colour }]
}
