/** How images are to be chosen: it stands in the URL while the dialog is open. */
import { useCallback, useMemo } from 'react'
import type { AcquireRequest, Acquisition, NumberField } from '@/api/field-types'
import type { Scope } from '@/api/types'
import { useGo, usePlace } from '@/state/place'

export interface Choice {
  /** Null until a person picks one: then the first of `PREFERRED` that is measured. */
  readonly by: string | null
  readonly end: 'low' | 'high' | null
  readonly budget: number
  readonly diversity: number
  readonly apart: number
  readonly seed: number
}

export const FIRST_CHOICE: Choice = { by: null, end: null, budget: 100, diversity: 0.5, apart: 4, seed: 0 }

const WHOLE = ['budget', 'apart', 'seed'] as const

/** A choice as it stands in the URL, `budget:4,seed:3`: the budget, and what differs from the first choice. */
export function writeChoice(choice: Choice): string {
  const names = (Object.keys(FIRST_CHOICE) as (keyof Choice)[]).filter((name) => name === 'budget' || choice[name] !== FIRST_CHOICE[name])
  return names.map((name) => `${name}:${choice[name]}`).join(',')
}

/** The inverse of `writeChoice`; what makes no sense stays as in the first choice. */
export function readChoice(text: string): Choice {
  const said: Partial<Record<string, string>> = Object.fromEntries(text.split(',').map((part) => part.split(':')))
  const share = Number(said.diversity ?? Number.NaN)
  const whole = WHOLE.flatMap((name) => (/^\d{1,9}$/.test(said[name] ?? '') ? [[name, Number(said[name])]] : []))
  return {
    ...FIRST_CHOICE,
    by: said.by ?? null,
    end: said.end === 'low' || said.end === 'high' ? said.end : null,
    diversity: share >= 0 && share <= 1 ? share : FIRST_CHOICE.diversity,
    ...(Object.fromEntries(whole) as Partial<Choice>),
  }
}

/** The choice of the URL. */
export function useChoice(): Choice {
  const text = usePlace((place) => place.next)
  return useMemo(() => readChoice(text ?? ''), [text])
}

/** Changes part of the choice. */
export function useChange(): (patch: Partial<Choice>) => void {
  const go = useGo()
  const choice = useChoice()
  return useCallback((patch) => go({ next: writeChoice({ ...choice, ...patch }) }, { replace: true }), [go, choice])
}

/** What tells best which images a model is unsure of, the best first; `phash` tells how alike two images look. */
export const PREFERRED = ['chance_entropy', 'mean_object_confidence', 'least_confidence', 'chance_margin', 'chance_variance'] as const

export const LIKENESS = 'phash'

/** The field that images are chosen by; null where none was measured. */
export function chosenField(by: string | null, fields: readonly NumberField[]): NumberField | null {
  const named = (name: string | null): NumberField | undefined => fields.find((field) => field.name === name)
  return named(by) ?? PREFERRED.map(named).find((field) => field !== undefined) ?? fields[0] ?? null
}

/** The end of the field that goes first. */
export function firstEnd({ end }: Pick<Choice, 'end'>, { bad }: Pick<NumberField, 'bad'>): 'low' | 'high' {
  return end ?? (bad === 'low' ? 'low' : 'high')
}

export function requestOf(choice: Choice, field: NumberField, scope: Scope, query: string): AcquireRequest {
  const { budget, diversity, apart, seed } = choice
  return { ...scope, level: 'image', query, by: field.name, end: firstEnd(choice, field), budget, diversity, apart, seed }
}

/** What the same choice could be made from again: "chance_entropy (aggregation mean), high first, diversity 0.5, …". */
export function choiceWords({ field, parameters, end }: Acquisition, { diversity, apart, seed, budget }: Choice, query: string): string {
  const measured = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`)
  const by = measured.length === 0 ? field.name : `${field.name} (${measured.join(', ')})`
  const from = query === '' ? '' : `, of ${query}`
  return `By ${by}, ${end} first, budget ${budget}, diversity ${diversity}, apart ${apart}, seed ${seed}${from}`
}

/** A name that no segment has yet: "label next", "label next 2". */
export function freeName(taken: readonly string[]): string {
  const name = (count: number): string => (count === 1 ? 'label next' : `label next ${count}`)
  let count = 1
  while (taken.includes(name(count))) count += 1
  return name(count)
}
