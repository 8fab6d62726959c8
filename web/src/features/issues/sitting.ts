/** The sitting that goes on in this window: outlives turning to another page, not a reload. */
import { create } from 'zustand'
import { NEW_SESSION, type Session } from './session'

interface SittingState {
  readonly dataset: number | null
  readonly session: Session
}

const useSittingState = create<SittingState>(() => ({ dataset: null, session: NEW_SESSION }))

/** The sitting over this dataset; another dataset begins anew. */
export function useSession(dataset: number): Session {
  return useSittingState((state) => (state.dataset === dataset ? state.session : NEW_SESSION))
}

export function readSession(dataset: number): Session {
  const { dataset: held, session } = useSittingState.getState()
  return held === dataset ? session : NEW_SESSION
}

export function updateSession(dataset: number, change: (session: Session) => Session): void {
  useSittingState.setState({ dataset, session: change(readSession(dataset)) })
}
