import type { ImageObject } from '@/api/types'
import { isBrush, type Tool } from '@/canvas/pointer/state'
import { number } from '@/lib/words'
import { IconButton } from '@/ui/button'
import type { IconName } from '@/ui/icon'
import type { DrawVerbs } from './draw-actions'
import styles from './tools.module.css'
import { NO_KEYPOINTS } from './use-pose'

interface ToolsProps {
  readonly tool: Tool
  readonly radius: number
  /** The chosen label, which some tools work on. */
  readonly chosen: ImageObject | null
  /** Does a class have keypoints? */
  readonly canPose: boolean
  readonly verbs: DrawVerbs
}

interface ToolLook {
  readonly tool: Tool
  readonly icon: IconName
  readonly label: string
  readonly keys: string
}

const TOOLS: readonly ToolLook[] = [
  { tool: 'select', icon: 'cursor', label: 'Choose and change', keys: 'Esc' },
  { tool: 'draw', icon: 'box', label: 'Draw a box', keys: 'N' },
  { tool: 'polygon', icon: 'polygon', label: 'Draw a polygon', keys: 'Shift P' },
  { tool: 'brush', icon: 'brush', label: 'Paint a mask', keys: 'B' },
  { tool: 'keypoints', icon: 'keypoints', label: 'Place keypoints', keys: 'Shift K' },
]

const OF_POLYGON: readonly ToolLook[] = [
  { tool: 'part', icon: 'part', label: 'Add a part to the polygon', keys: 'Alt P' },
  { tool: 'hole', icon: 'hole', label: 'Cut a hole into the polygon', keys: 'Alt Shift P' },
]

const OF_LABEL: readonly ToolLook[] = [{ tool: 'erase', icon: 'eraser', label: 'Erase from the mask', keys: 'E' }]

/** What the hand does in the picture. */
export function Tools({ tool, radius, chosen, canPose, verbs }: ToolsProps) {
  const offered = [...TOOLS, ...(chosen ? OF_LABEL : []), ...(chosen?.kind === 'polygon' ? OF_POLYGON : [])]
  // It can be pressed all the same, and says what would help.
  const isOff = (look: ToolLook): boolean => look.tool === 'keypoints' && !canPose
  return (
    <div className={styles.tools} role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {offered.map((look) => (
        <IconButton
          key={look.tool}
          edits={look.tool !== 'select'}
          icon={look.icon}
          label={isOff(look) ? `${look.label}: ${NO_KEYPOINTS}` : look.label}
          aria-disabled={isOff(look)}
          keys={look.keys}
          pressed={tool === look.tool}
          onClick={() => verbs.setTool(look.tool)}
        />
      ))}
      {isBrush(tool) && (
        <div className={styles.size} title="Radius of the brush in pixels ([ and ])">
          <IconButton icon="plus" size="small" label="Larger brush" keys="]" onClick={() => verbs.resizeBrush(1)} />
          <output>{number(Math.max(Math.round(radius), 1))}</output>
          <IconButton icon="minus" size="small" label="Smaller brush" keys="[" onClick={() => verbs.resizeBrush(-1)} />
        </div>
      )}
    </div>
  )
}
