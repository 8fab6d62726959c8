/** The server counts characters (code points), the browser counts UTF-16 units; they differ after an emoji. */

const isPlain = (text: string): boolean => !/[\ud800-\udbff]/.test(text)

/** A position of the server as a position in the browser's text. */
export function fromServer(text: string, position: number): number {
  if (isPlain(text)) return position
  return [...text].slice(0, position).join('').length
}

/** A position in the browser's text as the server counts it. */
export function toServer(text: string, position: number): number {
  return isPlain(text) ? position : [...text.slice(0, position)].length
}
