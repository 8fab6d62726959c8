/** Edits, decisions, undo and redo: shown at once, confirmed by the server, told in a toast with the way back. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Transport } from '@/api/transport/transport'
import type { ChangeResult, DecideRequest, Edit, Project } from '@/api/types'
import { toast } from '@/state/toasts'
import { applyPatch, type Patch } from './optimistic'

export interface Editing {
  /** Null where the server refused; the screen is then as it was, and a toast says why. */
  edit(request: Edit, patch?: Patch): Promise<ChangeResult | null>
  decide(request: DecideRequest, patch?: Patch): Promise<ChangeResult | null>
  undo(): Promise<ChangeResult | null>
  redo(): Promise<ChangeResult | null>
}

/** Verbs that change the data. */
export function useEditing(): Editing {
  const client = useQueryClient()
  const transport = useTransport()
  return useMemo(() => editing(client, transport), [client, transport])
}

/** The same verbs without React: for actions and tests. */
export function editing(client: QueryClient, transport: Transport): Editing {
  const run = async (send: () => Promise<ChangeResult>, patch: Patch, say: (change: ChangeResult) => void): Promise<ChangeResult | null> => {
    const back = await applyPatch(client, patch)
    try {
      const change = await send()
      noteChange(client, change)
      say(change)
      void client.invalidateQueries({ queryKey: keys.all })
      return change
    } catch (error) {
      back()
      toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint })
      return null
    }
  }
  const withUndo = (change: ChangeResult): void => {
    toast({ tone: 'done', text: change.title, action: { label: 'Undo', keys: 'u', perform: () => void undo() } })
  }
  const undo = (): Promise<ChangeResult | null> =>
    run(() => transport.undo(), {}, (change) =>
      toast({ tone: 'done', text: change.title, action: { label: 'Redo', keys: 'shift+u', perform: () => void redo() } }),
    )
  const redo = (): Promise<ChangeResult | null> => run(() => transport.redo(), {}, withUndo)
  return {
    edit: (request, patch = {}) => run(() => transport.edit(request), patch, withUndo),
    decide: (request, patch = {}) => run(() => transport.decide(request), patch, withUndo),
    undo,
    redo,
  }
}

/** The reply already says what can be undone: the buttons need not wait for the project to be read again. */
function noteChange(client: QueryClient, { undo, redo, revision }: ChangeResult): void {
  client.setQueryData<Project>(keys.project, (project) => project && { ...project, undo, redo, revision })
}
