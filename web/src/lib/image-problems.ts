/** Why an image cannot be shown, in words: the codes of an image's `problem`. */

const WORDS: Readonly<Record<string, string>> = {
  missing: 'The file is not there',
  unreadable: 'The file cannot be read as an image',
  forbidden: 'The file lies outside of the image folder',
  'too-large': 'The image is too large to be shown',
  'size-mismatch': 'The file has another size than the labels say',
}

/** A sentence for a problem; an unknown code is told as it is. */
export function imageProblem(code: string): string {
  return WORDS[code] ?? code.replaceAll('-', ' ')
}

/** Can there be a picture at all? An image of another size than stated is still shown. */
export function hasPicture(problem: string | null): boolean {
  return problem === null || problem === 'size-mismatch'
}
