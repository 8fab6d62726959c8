/** Names that files bring, made safe to read: in the middle of a sentence as well as alone. */

// Characters that turn the direction of all that follows, and those that end them: they print nothing themselves.
const TURNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/
const [ISOLATE, END] = ['\u2068', '\u2069']

/** "cat" stays; of a name of spaces each is shown as ␣; what turns the direction of text goes, and Hebrew turns nothing but itself. */
export function shownName(name: string): string {
  const plain = name.replace(TURNS, '')
  if (plain.trim() === '') return '␣'.repeat(Math.max(plain.length, 1))
  return RIGHT_TO_LEFT.test(plain) ? `${ISOLATE}${plain}${END}` : plain
}
