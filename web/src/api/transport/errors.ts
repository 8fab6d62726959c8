/** What can go wrong on the way to the server, as the person will read it. */

/** The server refused: its own code, message and hint. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly span: readonly [number, number] | null = null,
  ) {
    super(message)
  }
}

/** The server did not answer at all. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone'
  readonly hint = 'Nothing is lost: every decision that was confirmed is on disk. Start "assay serve" again and this page goes on by itself.'

  constructor() {
    super('The Assay server does not answer.')
  }
}

/** Message and hint of anything thrown. */
export function explain(error: unknown): { message: string; hint: string } {
  if (error instanceof ApiError || error instanceof ServerGone) return { message: error.message, hint: error.hint }
  return { message: error instanceof Error ? error.message : String(error), hint: 'Reload the page; if it stays, please report it.' }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Reads the server's error body, whatever it turns out to be. */
export function apiError(status: number, body: unknown): ApiError {
  const record = isRecord(body) ? body : {}
  const text = (key: string): string => (typeof record[key] === 'string' ? record[key] : '')
  const { span } = record
  const range: [number, number] | null =
    Array.isArray(span) && typeof span[0] === 'number' && typeof span[1] === 'number' ? [span[0], span[1]] : null
  return new ApiError(status, text('code') || 'unknown', text('message') || `The server answered ${status}.`, text('hint'), range)
}
