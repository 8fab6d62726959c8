import { useEffect } from 'react'
import { actionFor } from '@/actions/registry'
import { useOverlay } from '@/state/overlays'

/** Turns key presses into actions. What a field, a menu or a dialog has handled is left alone. */
export function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const covered = useOverlay.getState().open !== null || document.querySelector('[role="dialog"][aria-modal="true"][data-keys="own"]') !== null
      if (covered) return
      const action = actionFor(event)
      if (action === undefined) return
      event.preventDefault()
      action.perform()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
