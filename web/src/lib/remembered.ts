/** Small preferences of this browser, kept in local storage; the app works the same without it. */

const PREFIX = 'assay.'

/** Reads a remembered value; `fallback` where there is none, or where it is not what `accepts` wants. */
export function recall<T>(key: string, fallback: T, accepts: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(PREFIX + key)
    if (text === null) return fallback
    const value: unknown = JSON.parse(text)
    return accepts(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** Remembers a value. A full or forbidden storage costs the memory, never the action. */
export function remember(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export const isString = (value: unknown): value is string => typeof value === 'string'
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
export const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
