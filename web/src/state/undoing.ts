/** Edits that are to be undone though another person made some of them, until the person has confirmed. */
import { create } from 'zustand'
import type { ChangeRef } from '@/api/types'
import { amount } from '@/lib/words'

/** An edit that undo would take back. */
export type Undoable = Pick<ChangeRef, 'id' | 'title' | 'author'>

export interface Undoing {
  /** All that would be taken back, newest first. */
  readonly edits: readonly Undoable[]
  /** Those of them that others made; one at least. */
  readonly others: readonly Undoable[]
  readonly confirm: () => void
}

export const useUndoing = create<{ readonly undoing: Undoing | null }>(() => ({ undoing: null }))

export const setUndoing = (undoing: Undoing | null): void => useUndoing.setState({ undoing })

/** What undo would do, and whose it is where that is not one's own. */
export function undoWords({ title, author }: Undoable, own: string): string {
  return author === own ? `Undo: ${title}` : `Undo the change of ${nameOf(author)}: ${title}`
}

/** The question before edits of others are taken back, and the words of the answer. */
export function undoQuestion({ edits, others }: Pick<Undoing, 'edits' | 'others'>): { readonly question: string; readonly told: string; readonly answer: string } {
  const authors = [...new Set(others.map(({ author }) => nameOf(author)))]
  const [only] = authors
  const whose = authors.length === 1 ? `${only}’s` : 'other people’s'
  if (edits.length === 1) return { question: `Undo ${whose} change?`, told: 'The latest change is not yours:', answer: `Undo ${whose} change` }
  const some = others.length === edits.length ? 'None of them is yours:' : `${others.length} of them ${others.length === 1 ? 'is' : 'are'} not yours:`
  const all = amount(edits.length, 'change')
  return { question: `Undo ${all}, ${whose} too?`, told: some, answer: `Undo ${all}` }
}

export const nameOf = (author: string): string => (author === '' ? 'someone' : author)
