/** `similar(image: 12, 15)`: how alike rows look to items, as the query language spells it. */

export type AlikeLevel = 'image' | 'annotation' | 'prediction'

export interface Likeness {
  readonly level: AlikeLevel
  /** Ids of items, and digests of pictures. */
  readonly items: readonly (number | string)[]
  /** Of several the mean counts, not the one most alike. */
  readonly mean: boolean
}

/** The spelling of the query language. */
export function showLikeness({ level, items, mean }: Likeness): string {
  const parts = items.map((item) => (typeof item === 'number' ? String(item) : `"${item}"`))
  return `similar(${level}: ${[...parts, ...(mean ? ['mean'] : [])].join(', ')})`
}

const WHOLE = /^similar\((image|annotation|prediction): ((?:\d+|"[0-9a-f]+")(?:, (?:\d+|"[0-9a-f]+"))*)(, mean)?\)$/

/** What a canonical text such as a sort says of likeness; null where it says something else. */
export function readLikeness(text: string | null): Likeness | null {
  const found = text === null ? null : WHOLE.exec(text)
  if (found === null) return null
  const items = (found[2] ?? '').split(', ').map((part) => (part.startsWith('"') ? part.slice(1, -1) : Number(part)))
  return { level: found[1] as AlikeLevel, items, mean: found[3] !== undefined }
}
