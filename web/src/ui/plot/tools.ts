/** What the hand does in the plot. */
export type Tool = 'lasso' | 'box' | 'move'

export const TOOLS = [
  { value: 'lasso', label: 'Lasso', title: 'Draw a line around points (L)' },
  { value: 'box', label: 'Box', title: 'Draw a box around points (B)' },
  { value: 'move', label: 'Move', title: 'Drag the plot (M)' },
] as const satisfies readonly { value: Tool; label: string; title: string }[]
