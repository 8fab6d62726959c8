/** Which of the app's own overlays is open. */
import { create } from 'zustand'

export type Overlay = 'palette' | 'help' | null

export const useOverlay = create<{ readonly open: Overlay }>(() => ({ open: null }))

/** Opens an overlay, or closes whatever is open. */
export function showOverlay(open: Overlay): void {
  useOverlay.setState({ open })
}
