/** Code of the app that is fetched when it is needed. */

/** It could not be fetched: the server is away, or it has another build of the app than this window. */
export class CodeMissing extends Error {
  override readonly name = 'CodeMissing'

  constructor(cause: unknown) {
    super('This part of the app could not be fetched.', { cause })
  }
}

/** `load`, failing as what it is: not the fault of the part that is to come. */
export const fetched =
  <T>(load: () => Promise<T>) =>
  (): Promise<T> =>
    load().catch((error: unknown) => {
      throw new CodeMissing(error)
    })
