import { useOnScreen } from '@/state/on-screen'
import type { ValuePlace } from './histogram'

/** Where the rows on screen, and the one that is pointed at, stand in a field of the list's own. */
export function usePlaceIn(key: string): ValuePlace | null {
  const shown = useOnScreen(({ sorted }) => (sorted?.field === key ? sorted.range : null))
  const pointed = useOnScreen((state) => state.pointed?.[key] ?? null)
  return shown === null && pointed === null ? null : { shown, pointed }
}
