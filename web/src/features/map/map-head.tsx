import { ColourMenu } from '@/actions/fields/colour-menu'
import { useActions } from '@/actions/registry'
import type { FieldLevel } from '@/api/field-types'
import type { MapPoints } from '@/api/map-points'
import { useGo } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import { type Tool, TOOLS } from '@/ui/plot/tools'
import { chooseTool, useTool } from './tool'
import styles from './map.module.css'
import type { MapSpec } from './use-map-spec'

const LEVELS = [
  { value: 'image', label: 'Images', title: 'A point for each image' },
  { value: 'annotation', label: 'Labels', title: 'A point for each label' },
  { value: 'prediction', label: 'Predictions', title: 'A point for each prediction of the run' },
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
  const levels = LEVELS.filter(({ value }) => value !== 'prediction' || spec.run !== null)
  const next = levels[(levels.findIndex(({ value }) => value === spec.level) + 1) % levels.length] ?? LEVELS[0]
  const choose = (level: FieldLevel): void => go({ level, area: null, sel: '', field: null })
  const pick = (id: Tool, label: string, key: string) => ({ id: `map.${id}`, label, group: 'View' as const, keys: [key], perform: () => chooseTool(id) })
  useActions([
    pick('lasso', 'Lasso: draw a line around points', 'l'),
    pick('box', 'Box: draw a box around points', 'b'),
    pick('move', 'Move the map', 'm'),
    { id: 'map.level', label: `Map the ${next.label.toLowerCase()}`, group: 'View', keys: ['g'], perform: () => choose(next.value) },
  ])
  return (
    <div className={styles.head} role="toolbar" aria-label="Map">
      <Segmented label="Whose points" value={spec.level} options={levels} onChange={choose} />
      <Segmented label="Where they lie" value={points?.places === 'pca' ? 'pca' : 'map'} options={PLACES} onChange={(view) => go({ view: view === 'map' ? null : view, area: null })} />
      <ColourMenu dataset={spec.dataset} level={spec.level} colour={spec.colour} />
      <span className={styles.gap} />
      <Segmented label="What the hand does" value={tool} options={TOOLS} onChange={chooseTool} />
    </div>
  )
}
