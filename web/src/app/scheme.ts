/** Dark, light, or as the system has it. */
import type { MantineColorSchemeManager } from '@mantine/core'

const KEY = 'assay.scheme' // also read by public/scheme.js, before the first paint

type Scheme = ReturnType<MantineColorSchemeManager['get']>

const isScheme = (value: string | null): value is Scheme => value === 'dark' || value === 'light' || value === 'auto'

/** Keeps the wish in local storage as plain text. */
export function schemeManager(): MantineColorSchemeManager {
  return {
    get: (fallback) => {
      try {
        const wish = localStorage.getItem(KEY)
        return isScheme(wish) ? wish : fallback
      } catch {
        return fallback
      }
    },
    set: (value) => {
      try {
        localStorage.setItem(KEY, value)
      } catch {
        // A forbidden storage costs the memory of the wish, not the wish.
        return
      }
    },
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => {
      try {
        localStorage.removeItem(KEY)
      } catch {
        return
      }
    },
  }
}
