/** An action: the one object behind a key, a button, a palette entry and a line of the help page. */

import { READ_ONLY } from '@/lib/base-path'

export type ActionGroup = 'Go to' | 'Query' | 'Matrix' | 'Metrics' | 'Grid' | 'Selection' | 'Image' | 'Issues' | 'Review' | 'History' | 'View' | 'Help'

export interface Action {
  readonly id: string
  /** A verb with what it acts on: "Delete 3 labels". */
  readonly label: string
  readonly group: ActionGroup
  /** Combinations in the notation of `lib/keys`: `mod+k`, `shift+ArrowDown`, `u`. The first one is shown. */
  readonly keys?: readonly string[]
  /** More words under which the palette finds it. */
  readonly keywords?: string
  /** Actions of one family share a line of the help: "Move", with four arrows. */
  readonly family?: string
  /** It changes the data: it cannot be done while one looks at a version. */
  readonly edits?: boolean
  /** Can it be done now? Without it: always. */
  readonly when?: () => boolean
  /** Its key works even while the person types in a field. */
  readonly whileTyping?: boolean
  /** Not worth a line in the palette (moving a cursor); it still stands in the help. */
  readonly keyOnly?: boolean
  readonly perform: () => void
}

/** Can it be done now? */
export function isPossible(action: Action): boolean {
  if (action.edits === true && READ_ONLY !== null) return false
  return action.when === undefined || action.when()
}

/** The same actions, told to change the data. */
export const asEdits = (actions: readonly Action[]): Action[] => actions.map((action) => ({ ...action, edits: true }))
