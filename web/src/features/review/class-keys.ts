/** Which class each number key gives: a matter of taste, kept in this browser for each dataset. */
import { useMemo } from 'react'
import { create } from 'zustand'
import { isNumber, recall, remember } from '@/lib/remembered'
import type { ClassBook } from '@/state/class-book'

export const MOST_KEYS = 10

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber)

interface ClassKeysState {
  readonly name: string
  /** Ids of classes in the order of their keys; what is not named follows as the dataset has it. */
  readonly order: readonly number[]
}

const useOrder = create<ClassKeysState>(() => ({ name: '', order: [] }))

/** The classes behind 1 to 9 and 0, in this order. `name` tells datasets of all projects apart. */
export function useClassKeys(name: string, classes: ClassBook): readonly number[] {
  const set = useOrder()
  return useMemo(() => {
    const order = set.name === name ? set.order : recall(`class-keys.${name}`, [], isNumbers)
    return keyedClasses(order, classes.all.map(({ id }) => id))
  }, [set, name, classes])
}

/** The wished order without classes that are gone, filled up with the others. */
export function keyedClasses(wished: readonly number[], all: readonly number[]): readonly number[] {
  const there = new Set(all)
  return [...new Set([...wished.filter((id) => there.has(id)), ...all])].slice(0, MOST_KEYS)
}

/** Gives the class the key at `place`; the class that had it takes the place that becomes free. */
export function withKey(keys: readonly number[], place: number, id: number): readonly number[] {
  const before = keys.indexOf(id)
  const next = [...keys]
  const displaced = next[place]
  next[place] = id
  if (before >= 0 && before !== place && displaced !== undefined) next[before] = displaced
  return next
}

/** Remembers an order. */
export function setClassKeys(name: string, order: readonly number[]): void {
  useOrder.setState({ name, order })
  remember(`class-keys.${name}`, order)
}

/** The key at a place: 1 to 9, then 0. */
export const keyAt = (place: number): string => String((place + 1) % 10)
