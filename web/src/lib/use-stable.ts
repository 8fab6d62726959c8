import { useLayoutEffect, useRef, useState } from 'react'

// The parameters of a function are contravariant: `never` is what every function accepts.
type Verbs = { readonly [name: string]: (...given: never[]) => unknown }

/**
 * The same object for as long as the component lives, whose functions do what the latest ones do: a memoised child that
 * is given it is not drawn anew because of it. For event handlers only, never to be called while drawing.
 */
export function useStable<T extends { readonly [K in keyof T]: (...given: never[]) => unknown }>(latest: T): T {
  const current = useRef(latest)
  useLayoutEffect(() => {
    current.current = latest
  })
  // The ref is read when a verb is called, never while drawing; the linter cannot see that far.
  // eslint-disable-next-line react-hooks/refs
  const [stable] = useState(() => {
    const names = Object.keys(latest) as (keyof T)[]
    const calls = names.map((name) => [
      name,
      (...given: never[]) => (current.current as Verbs)[name as string]?.(...given),
    ])
    return Object.fromEntries(calls) as T
  })
  return stable
}
