import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Segmented } from '@/ui/segmented'
import { ColourMenu } from '@/actions/fields/colour-menu'
import { FieldMenu } from '@/actions/fields/field-menu'
import { sortFieldOf, type SortGroup } from '@/actions/fields/sort-fields'
import type { ResultSpec } from '../spec'
import type { Axes } from './axes'
import styles from './scatter.module.css'
import { type Tool, TOOLS } from '@/ui/plot/tools'

interface ScatterHeadProps {
  readonly groups: readonly SortGroup[]
  readonly axes: Axes | null
  readonly tool: Tool
  readonly onTool: (tool: Tool) => void
  readonly spec: ResultSpec
  readonly colour: string
}

/** Which fields stand against each other, what colours the points, and what the hand does. */
export function ScatterHead({ groups, axes, tool, onTool, spec, colour }: ScatterHeadProps) {
  const go = useGo()
  const swap = (): void => {
    if (axes !== null) go({ x: axes.y, y: axes.x, area: null })
  }
  useActions([
    { id: 'scatter.swap', label: 'Swap the axes', group: 'View', keys: ['shift+x'], when: () => axes !== null, perform: swap },
    { id: 'scatter.lasso', label: 'Lasso: draw a line around points', group: 'Selection', keys: ['l'], perform: () => onTool('lasso') },
    { id: 'scatter.box', label: 'Box: draw a box around points', group: 'Selection', keys: ['b'], perform: () => onTool('box') },
    { id: 'scatter.move', label: 'Move the plot', group: 'View', keys: ['m'], perform: () => onTool('move') },
  ])
  return (
    <div className={styles.head} role="group" aria-label="Axes">
      <AxisMenu axis="x" name="Across" groups={groups} field={axes?.x ?? null} />
      <AxisMenu axis="y" name="Up" groups={groups} field={axes?.y ?? null} />
      <Button keys="shift+x" disabled={axes === null} onClick={swap}>
        Swap
      </Button>
      <ColourMenu dataset={spec.dataset} level={spec.level} colour={colour} />
      <span className={styles.gap} />
      <Segmented label="What the hand does" value={tool} options={TOOLS} onChange={onTool} />
    </div>
  )
}

interface AxisMenuProps {
  readonly axis: 'x' | 'y'
  readonly name: string
  readonly groups: readonly SortGroup[]
  readonly field: string | null
}

function AxisMenu({ axis, name, groups, field }: AxisMenuProps) {
  const [opened, setOpened] = useState(false)
  const go = useGo()
  const title = sortFieldOf(groups, field)?.title ?? field ?? 'Choose a field'
  return (
    <>
      <span className={styles.axisName} aria-hidden="true">
        {name}
      </span>
      <FieldMenu
        label={`${name}: ${title}`}
        text={title}
        groups={groups}
        chosen={field}
        opened={opened}
        onOpened={setOpened}
        onPick={(picked) => go({ [axis]: picked?.name ?? null, area: null })}
      />
    </>
  )
}
