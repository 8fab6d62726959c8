/** All actions of what is on screen. Pages and overlays add theirs while they are shown. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { type KeyPress, matchesKey, ownsKey } from '@/lib/keys'
import { type Action, isPossible } from './action'

/**
 * Whose actions they are. While an overlay (the open image) is shown, those of the page beneath it rest; those of the
 * app always work.
 */
export type ActionLayer = 'app' | 'page' | 'overlay'

interface ActionScope {
  readonly layer: ActionLayer
  actions: readonly Action[]
}

const scopes: ActionScope[] = []
const cover = { isDown: false }

/** Lets the page rest from the moment an overlay is on its way, so that no key falls through to what it will cover. */
export function coverPage(isDown: boolean): void {
  cover.isDown = isDown
}

function awake(): Action[] {
  const covered = cover.isDown || scopes.some(({ layer }) => layer === 'overlay')
  // The latest scope first: what lies on top answers first.
  return scopes.filter(({ layer }) => !covered || layer !== 'page').flatMap(({ actions }) => actions).reverse()
}

/** Adds a scope; returns the way to change and to remove it. For components there is `useActions`. */
export function addActions(layer: ActionLayer, actions: readonly Action[]): { set: (next: readonly Action[]) => void; remove: () => void } {
  const scope: ActionScope = { layer, actions }
  scopes.push(scope)
  return {
    set: (next) => {
      scope.actions = next
    },
    remove: () => {
      const at = scopes.indexOf(scope)
      if (at >= 0) scopes.splice(at, 1)
    },
  }
}

/** Offers these actions for as long as the component is shown; they may change with every drawing. */
export function useActions(actions: readonly Action[], layer: ActionLayer = 'page'): void {
  const scope = useRef<ReturnType<typeof addActions> | null>(null)
  const latest = useRef(actions)
  useLayoutEffect(() => {
    latest.current = actions
    scope.current?.set(actions)
  })
  useEffect(() => {
    const added = addActions(layer, latest.current)
    scope.current = added
    return () => {
      scope.current = null
      added.remove()
    }
  }, [layer])
}

/** What can be done now, topmost first; of two with one id only the topmost. */
export function possibleActions(): Action[] {
  const seen = new Set<string>()
  return awake().filter((action) => {
    if (seen.has(action.id) || !isPossible(action)) return false
    seen.add(action.id)
    return true
  })
}

/** Everything that has a key on this screen, possible now or not: for the help page. */
export function keyedActions(): Action[] {
  const seen = new Set<string>()
  return awake().filter(({ id, keys }) => {
    if (keys === undefined || keys.length === 0 || seen.has(id)) return false
    seen.add(id)
    return true
  })
}

/** The action that this key press means now, if any. */
export function actionFor(press: KeyPress & { readonly target: EventTarget | null }): Action | undefined {
  const owned = ownsKey(press.target, press.key)
  return awake().find(
    (action) =>
      (!owned || action.whileTyping === true) &&
      (action.keys ?? []).some((combination) => matchesKey(combination, press)) &&
      isPossible(action),
  )
}
