/** The letter of each class: the second cue beside its colour. */

/**
 * One short mark per name, all different: the first letter where it is free, else the initial of a later word, another
 * letter of the name, two letters, and at last a number.
 */
export function classMarks(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, position) => {
    const mark = candidates(name).find((candidate) => !taken.has(candidate)) ?? String(position)
    taken.add(mark)
    return mark
  })
}

function* pairs(letters: string[]): Generator<string> {
  const [first] = letters
  if (first === undefined) return
  for (const second of letters.slice(1)) yield first + second.toLowerCase()
}

function candidates(name: string): string[] {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const initials = words.map((word) => [...word][0]?.toUpperCase() ?? '')
  const letters = [...words.join('')].map((letter) => letter.toUpperCase())
  return [...initials, ...letters.slice(0, 4), ...pairs(letters)]
}
