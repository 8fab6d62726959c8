import { useEffect, useState } from 'react'

/** The item whose image is shown while the key is held; letting go, or leaving the window, hides it. */
export function usePeek(): readonly [number | null, (id: number) => void] {
  const [peeked, setPeeked] = useState<number | null>(null)
  useEffect(() => {
    const hide = (): void => setPeeked(null)
    const release = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'z') hide()
    }
    window.addEventListener('keyup', release)
    window.addEventListener('blur', hide)
    return () => {
      window.removeEventListener('keyup', release)
      window.removeEventListener('blur', hide)
    }
  }, [])
  return [peeked, setPeeked]
}
