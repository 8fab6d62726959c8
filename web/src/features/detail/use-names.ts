import { useState } from 'react'
import { isBoolean, recall, remember } from '@/lib/remembered'

const KEY = 'detail.names'

/** Whether all names are shown; remembered in this browser, since it is a matter of taste. */
export function useNames(): [boolean, (names: boolean) => void] {
  const [names, setNames] = useState(() => recall(KEY, false, isBoolean))
  const set = (next: boolean): void => {
    setNames(next)
    remember(KEY, next)
  }
  return [names, set]
}
