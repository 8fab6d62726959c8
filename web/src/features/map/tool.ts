/** What the hand does over the map. */
import { create } from 'zustand'
import type { Tool } from '@/ui/plot/tools'

export const useTool = create<{ readonly tool: Tool }>(() => ({ tool: 'lasso' }))

export function chooseTool(tool: Tool): void {
  useTool.setState({ tool })
}
