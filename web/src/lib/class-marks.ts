/** The letter of each class: the second cue beside its colour. */

/**
 * One short mark per name, all different. A name of one or two letters is its own; of others it is the first letter where
 * it is free, else the initial of a later word, another letter of the name, two letters, three, and at last a number.
 */
export function classMarks(names: readonly string[]): string[] {
  const own = new Set(names.filter((name) => /^[\p{L}\p{N}]{1,2}$/u.test(name)))
  const taken = new Set([...own].map(plain))
  const free = (mark: string): boolean => !taken.has(plain(mark))
  return names.map((name, position) => {
    if (own.delete(name)) return name
    const mark = candidates(name).find(free) ?? numberFrom(position, free)
    taken.add(plain(mark))
    return mark
  })
}

const plain = (mark: string): string => mark.toUpperCase()

function numberFrom(position: number, free: (mark: string) => boolean): string {
  let number = position
  while (!free(String(number))) number += 1
  return String(number)
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
  const three = letters.length < 3 ? [] : [letters.slice(0, 3).join('').toLowerCase()]
  return [...initials, ...letters.slice(0, 4), ...pairs(letters), ...three]
}
