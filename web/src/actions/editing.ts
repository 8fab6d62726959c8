/** Edits, decisions, undo and redo: shown at once, confirmed by the server, told in a toast with the way back. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { ApiError, explain } from '@/api/transport/errors'
import type { Transport } from '@/api/transport/transport'
import type { AddedItems, AddItemsRequest, ChangeResult, DecideRequest, Edit, Project, Segment, SegmentItems } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { number } from '@/lib/words'
import { setConflict } from '@/state/conflict'
import { toast } from '@/state/toasts'
import { setUndoing, type Undoable } from '@/state/undoing'
import { applyPatch, type Patch } from './optimistic'
import { refresh } from './refresh'
import { forgetSeen, labelsOnScreen, noteOwn, readAgain, seeing } from './seen'

/** What to do where the server refused: by default a toast says why. */
export type Refused = (problem: { readonly message: string; readonly hint: string }, error: unknown) => void

export interface Editing {
  /** Null where the server refused; the screen is then as it was. */
  edit(request: Edit, patch?: Patch, refused?: Refused): Promise<ChangeResult | null>
  decide(request: DecideRequest, patch?: Patch, refused?: Refused): Promise<ChangeResult | null>
  /** Adds items to a segment; the message leads to it. Null where the server refused. */
  addToSegment(request: AddItemsRequest, open: (segment: Segment) => void): Promise<AddedItems | null>
  takeOutOfSegment(id: number, items: SegmentItems): Promise<ChangeResult | null>
  deleteSegment(id: number): Promise<ChangeResult | null>
  /** Any other change. `quiet`: no message tells of it, since the screen does. Null where the server refused, or nothing was new. */
  change(send: () => Promise<ChangeResult | null>, options?: { readonly quiet?: boolean }): Promise<ChangeResult | null>
  /** Is there anything to undo, or soon will be? True at once, before the screen has been drawn anew. */
  canUndo(): boolean
  /** Of another person's change it asks first; null then. */
  undo(): Promise<ChangeResult | null>
  /** The same of redo: while a change is on its way only the server knows. */
  canRedo(): boolean
  redo(): Promise<ChangeResult | null>
  /** Every edit in force from the newest down to this one, all or none; and back. `edits` are those, newest first. */
  undoTo(change: number, edits: readonly Undoable[]): Promise<ChangeResult | null>
  redoTo(change: number): Promise<ChangeResult | null>
}

/** Verbs that change the data. */
export function useEditing(): Editing {
  const client = useQueryClient()
  const transport = useTransport()
  return useMemo(() => editing(client, transport), [client, transport])
}

/** The same verbs without React: for actions and tests. */
export function editing(client: QueryClient, transport: Transport): Editing {
  const run = async (
    send: () => Promise<ChangeResult | null>,
    patch: Patch,
    say: (change: ChangeResult) => void,
    refused: Refused = tellRefused,
  ): Promise<ChangeResult | null> => {
    if (READ_ONLY !== null) {
      refused({ message: READ_ONLY, hint: 'Go back to now to edit.' }, null)
      return null
    }
    const turn = inTurn(send)
    const back = await applyPatch(client, patch)
    try {
      const change = await turn
      if (change !== null) {
        noteChange(client, change)
        say(change)
      }
      return change
    } catch (error) {
      back()
      refused(explain(error), error)
      return null
    } finally {
      // While more is on its way, what the server would answer is already old.
      if (line.waiting === 0) void refresh(client).then(() => line.waiting === 0 && readAgain())
    }
  }
  const withUndo = (change: ChangeResult): void => {
    toast({ tone: 'done', text: change.title, action: { label: 'Undo', keys: 'u', perform: () => void undo() } })
  }
  const addToSegment: Editing['addToSegment'] = async (request, open) => {
    const reply: { added: AddedItems | null } = { added: null }
    const send = async (): Promise<ChangeResult | null> => {
      reply.added = await transport.addToSegment(request)
      return reply.added.change
    }
    await run(send, {}, () => {})
    if (reply.added !== null) tellAdded(reply.added, open, () => void undo())
    return reply.added
  }
  const edit: Editing['edit'] = (request, patch = {}, refused) => {
    const labels = labelsOnScreen(client, request)
    const sent = { request }
    const send = async (): Promise<ChangeResult> => {
      sent.request = seeing(request, labels)
      const change = await transport.edit(sent.request)
      noteOwn(labels, change.id)
      return change
    }
    return run(send, patch, withUndo, (problem, error) => {
      if (isConflict(error) && labels[0] !== undefined) setConflict({ edit: request, label: labels[0], seen: sent.request.seen?.[labels[0].id] ?? 0 })
      else (refused ?? tellRefused)(problem, error)
    })
  }
  const withRedo = (change: ChangeResult): void => {
    toast({ tone: 'done', text: change.title, action: { label: 'Redo', keys: 'shift+u', perform: () => void redo() } })
  }
  const takeBack = (edits: readonly Undoable[]) => unsure(() => transport.undo(edits[0]?.id ?? null))
  // Which change is the latest is known when its turn comes: those before it are through.
  const undo: Editing['undo'] = () =>
    run(
      async () => {
        const edits = latest(client)
        return asksFirst(client, edits, () => void run(takeBack(edits), {}, withRedo)) ? null : takeBack(edits)()
      },
      {},
      withRedo,
    )
  const undoTo: Editing['undoTo'] = async (change, edits) => {
    const go = () => run(unsure(() => transport.undoTo(change, edits[0]?.id ?? null)), {}, ({ title }) => toast({ tone: 'done', text: title }))
    return asksFirst(client, edits, () => void go()) ? null : go()
  }
  const redo = (): Promise<ChangeResult | null> => run(unsure(() => transport.redo()), {}, withUndo)
  return {
    edit,
    decide: (request, patch = {}, refused) => run(() => transport.decide(request), patch, withUndo, refused),
    addToSegment,
    takeOutOfSegment: (id, items) => run(async () => (await transport.takeOutOfSegment(id, items)).change, {}, withUndo),
    change: (send, { quiet = false } = {}) => run(send, {}, quiet ? () => {} : withUndo),
    deleteSegment: (id) => run(() => transport.deleteSegment(id), {}, withUndo),
    // What is on its way can be undone, though the server has not said so yet.
    canUndo: () => line.waiting > 0 || latest(client).length > 0,
    undo,
    canRedo: () => line.waiting > 0 || client.getQueryData<Project>(keys.project)?.redo != null,
    redo,
    undoTo,
    redoTo: (change) => run(unsure(() => transport.redoTo(change)), {}, ({ title }) => toast({ tone: 'done', text: title })),
  }
}

function tellAdded({ segment, already, change }: AddedItems, open: (segment: Segment) => void, undo: () => void): void {
  const link = { label: 'Open', perform: () => open(segment) }
  if (change === null) toast({ tone: 'done', text: `${already === 1 ? 'It is' : `All ${number(already)} are`} in '${segment.name}' already`, link })
  else toast({ tone: 'done', text: change.title, link, action: { label: 'Undo', keys: 'u', perform: undo } })
}

/** The edit that undo takes back, as far as this window knows. */
function latest(client: QueryClient): readonly Undoable[] {
  const edit = client.getQueryData<Project>(keys.project)?.undo ?? null
  return edit === null ? [] : [edit]
}

/** Puts the question where others made some of these edits. */
function asksFirst(client: QueryClient, edits: readonly Undoable[], confirm: () => void): boolean {
  const own = client.getQueryData<Project>(keys.project)?.author
  const others = edits.filter(({ author }) => author !== own)
  if (READ_ONLY !== null || others.length === 0) return false
  setUndoing({ edits, others, confirm })
  return true
}

const isConflict = (error: unknown): boolean => error instanceof ApiError && error.code === 'edit-conflict'

/** Sends what changes labels in ways that only the server knows. */
const unsure =
  (send: () => Promise<ChangeResult>) =>
  (): Promise<ChangeResult> => {
    forgetSeen()
    return send()
  }

const tellRefused: Refused = ({ message, hint }) => {
  toast({ tone: 'bad', text: message, hint })
}

// Changes reach the server in the order in which they were made: an undo never overtakes what it is to undo.
const line = { last: Promise.resolve() as Promise<unknown>, waiting: 0 }

function inTurn<T>(send: () => Promise<T>): Promise<T> {
  line.waiting += 1
  const turn = line.last.then(send).finally(() => {
    line.waiting -= 1
  })
  line.last = turn.catch(() => undefined)
  return turn
}

const own = { revision: '' }

/** Did the change of this window that came last make this revision? Then the data is being read again already. */
export function isOwnRevision(revision: string): boolean {
  return revision === own.revision
}

/** The reply already says what can be undone: the buttons need not wait for the project to be read again. */
function noteChange(client: QueryClient, { undo, redo, revision }: ChangeResult): void {
  own.revision = revision
  client.setQueryData<Project>(keys.project, (project) => project && { ...project, undo, redo, revision })
}
