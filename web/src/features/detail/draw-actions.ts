/** What can be drawn in the open image, and done to what is drawn, as actions with keys. */
import type { Action } from '@/actions/action'
import type { ImageObject } from '@/api/types'
import { isBrush, type Tool } from '@/canvas/pointer/state'

export interface DrawVerbs {
  setTool(tool: Tool): void
  /** Makes the brush larger or smaller. */
  resizeBrush(by: 1 | -1): void
  removeCorner(): void
  turnVisibility(): void
  /** The keypoint that is asked for is not labelled. */
  skipPoint(): void
  /** The keypoint that is asked for is hidden, or is not. */
  turnHiding(): void
  takePointBack(): void
  /** Makes a label of the keypoints that are placed. */
  endPose(): void
  /** Copies the label to the next image and goes there. */
  copyOn(label: ImageObject): void
  /** Draws the label in the frames up to the next one that has a label of its track. */
  drawBetween(label: ImageObject): void
}

interface DrawState {
  readonly chosen: ImageObject | null
  readonly tool: Tool
  readonly hasGrip: boolean
}

/** Where two share a key, the later one is asked first. */
export function drawActions(state: DrawState, verbs: DrawVerbs): Action[] {
  return [...toolActions(state, verbs), ...gripActions(state, verbs), ...frameActions(state, verbs), ...poseActions(state, verbs)]
}

const TOOLS = [
  { tool: 'draw', id: 'object.draw', label: 'Draw a new box', key: 'n', keywords: 'add label annotate' },
  { tool: 'polygon', id: 'object.polygon', label: 'Draw a new polygon', key: 'shift+p', keywords: 'add outline' },
  { tool: 'part', id: 'object.part', label: 'Add a part to the polygon', key: 'alt+p', keywords: 'outline' },
  { tool: 'hole', id: 'object.hole', label: 'Cut a hole into the polygon', key: 'alt+shift+p', keywords: 'outline' },
  { tool: 'brush', id: 'object.brush', label: 'Paint a mask', key: 'b', keywords: 'brush pixels' },
  { tool: 'keypoints', id: 'object.keypoints', label: 'Place the keypoints of a new label', key: 'shift+k', keywords: 'add skeleton pose' },
  { tool: 'erase', id: 'object.erase', label: 'Erase from the mask', key: 'e', keywords: 'brush pixels rubber' },
] as const

function toolActions({ chosen, tool }: DrawState, verbs: DrawVerbs): Action[] {
  const isLabel = chosen?.source === 'label'
  const isUsable = (wanted: Tool): boolean => {
    if (wanted === 'part' || wanted === 'hole') return isLabel && chosen.kind === 'polygon'
    return wanted !== 'erase' || isLabel
  }
  return [
    ...TOOLS.map(({ tool: wanted, id, label, key, keywords }): Action => ({
      id,
      label,
      group: 'Image',
      keys: [key],
      keywords,
      when: () => isUsable(wanted),
      perform: () => verbs.setTool(tool === wanted ? 'select' : wanted),
    })),
    {
      id: 'object.draw-cancel',
      label: 'Stop drawing',
      group: 'Image',
      keys: ['Escape'],
      keyOnly: true,
      when: () => tool !== 'select',
      perform: () => verbs.setTool('select'),
    },
    ...([1, -1] as const).map((by): Action => ({
      id: by === 1 ? 'object.brush-larger' : 'object.brush-smaller',
      label: by === 1 ? 'Larger brush' : 'Smaller brush',
      group: 'Image',
      keys: [by === 1 ? ']' : '['],
      keyOnly: true,
      when: () => isBrush(tool),
      perform: () => verbs.resizeBrush(by),
    })),
  ]
}

function gripActions({ chosen, hasGrip }: DrawState, verbs: DrawVerbs): Action[] {
  return [
    {
      id: 'object.corner-remove',
      label: 'Remove the chosen corner',
      group: 'Selection',
      keys: ['Delete', 'Backspace'],
      when: () => hasGrip && chosen?.kind === 'polygon',
      perform: verbs.removeCorner,
    },
    {
      id: 'object.visibility',
      label: 'Keypoint seen, hidden or not labelled',
      group: 'Selection',
      keys: ['v'],
      keywords: 'visibility',
      when: () => hasGrip && chosen?.kind === 'keypoints',
      perform: verbs.turnVisibility,
    },
  ]
}

function poseActions({ tool }: DrawState, verbs: DrawVerbs): Action[] {
  const steps = [
    { id: 'skip', label: 'This keypoint is not labelled', key: 's', perform: verbs.skipPoint },
    { id: 'hide', label: 'This keypoint is hidden, or is not', key: 'v', perform: verbs.turnHiding },
    { id: 'back', label: 'Take the last keypoint back', key: 'Backspace', perform: verbs.takePointBack },
    { id: 'end', label: 'End the keypoints here', key: 'Enter', perform: verbs.endPose },
  ]
  return steps.map(({ id, label, key, perform }): Action => ({
    id: `object.keypoints.${id}`,
    label,
    group: 'Image',
    keys: [key],
    keyOnly: true,
    when: () => tool === 'keypoints',
    perform,
  }))
}

function frameActions({ chosen }: DrawState, verbs: DrawVerbs): Action[] {
  const isLabel = chosen?.source === 'label'
  const on = (act: (label: ImageObject) => void) => (): void => {
    if (chosen !== null) act(chosen)
  }
  return [
    {
      id: 'object.copy-on',
      label: 'Copy the label to the next image',
      group: 'Selection',
      keys: ['shift+c'],
      keywords: 'frame video sequence',
      when: () => isLabel,
      perform: on(verbs.copyOn),
    },
    {
      id: 'object.between',
      label: 'Draw it in the frames up to its next label',
      group: 'Selection',
      keys: ['shift+i'],
      keywords: 'interpolate track video between',
      when: () => isLabel,
      perform: on(verbs.drawBetween),
    },
  ]
}
