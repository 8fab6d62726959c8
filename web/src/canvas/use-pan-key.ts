/** Is the space bar held? Text fields and buttons keep it for themselves. */
import { useEffect, useState } from 'react'

export function usePanKey(): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || takesSpace(event.target)) return
      event.preventDefault()
      setHeld(true)
    }
    const up = (event: KeyboardEvent): void => {
      if (event.key === ' ') setHeld(false)
    }
    const lost = (): void => setHeld(false)
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', lost)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', lost)
    }
  }, [])
  return held
}

function takesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [contenteditable]') !== null
  )
}
