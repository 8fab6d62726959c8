/** States of the labels as they are named in the URL and told to a person: as imported, a version, after a change, now. */
import type { Change } from '@/api/types'
import { NOW, type Version } from '@/api/version-types'

export const IMPORTED = 'imported'

/** A state that can be chosen: its name in the URL, and how it reads. */
export interface StateChoice {
  readonly value: string
  readonly label: string
}

/** What the server calls the state: the number of a change, or a name. A version may itself be called `#12`. */
export function stateOf(name: string, versions: readonly Version[]): string | number {
  const change = /^#(\d{1,15})$/.exec(name)
  return change === null || versions.some((version) => version.name === name) ? name : Number(change[1])
}

/** The same as it is told: `as imported`, `v1`, `after change 12`, `now`. */
export function stateWords(name: string): string {
  if (name === IMPORTED) return 'as imported'
  if (name === NOW) return NOW
  const change = /^#?(\d{1,15})$/.exec(name)
  return change === null ? `“${name}”` : `after change ${change[1]}`
}

const CHANGED: readonly Change['state'][] = ['live', 'undone']

/** The changes behind which labels can be looked at, newest first. */
export const changeChoices = (changes: readonly Change[]): readonly StateChoice[] =>
  changes.filter(({ state, target }) => CHANGED.includes(state) || target !== null).map(({ id, title }) => ({ value: `#${id}`, label: `after ${id}: ${title}` }))
