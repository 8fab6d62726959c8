import { useEffect, useState } from 'react'

/** True once `waiting` has lasted for `delay` milliseconds: nothing that is quick ever shows a skeleton. */
export function useLate(waiting: boolean, delay = 300): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return
    const timer = window.setTimeout(() => setLate(true), delay)
    return () => {
      window.clearTimeout(timer)
      setLate(false)
    }
  }, [waiting, delay])
  return late && waiting
}
