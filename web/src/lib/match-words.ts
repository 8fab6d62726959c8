/** Finding by typing: every word typed must begin a word of the text, or stand in it. */

/** How well a text answers what was typed: higher is better, null is not at all. */
export function matchWords(typed: string, text: string): number | null {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = text.toLowerCase()
  const words = found.split(/[^\p{L}\p{N}]+/u)
  let score = 0
  for (const word of wanted) {
    if (words[0]?.startsWith(word) === true) score += 3
    else if (words.some((candidate) => candidate.startsWith(word))) score += 2
    else if (found.includes(word)) score += 1
    else return null
  }
  return score
}
