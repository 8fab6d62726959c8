/**
 * Events on their way to the server: kept in the browser before anything else happens, sent behind the person's back,
 * tried again for as long as the server does not answer, and forgotten only once it has confirmed them.
 *
 * Each event is an entry of its own in local storage, which is written at once and outlives a crash: saying something
 * costs one small write, however much already waits. Sent twice, an event counts once, since the server knows its key.
 */
import { ApiError, explain } from '@/api/transport/errors'

export interface QueuedEvent {
  readonly key: string
  readonly at: number
}

/** Why what waits is not sent. */
export interface QueueTrouble {
  readonly message: string
  readonly hint: string
  /** The server answered and said no: trying again by itself is of no use. */
  readonly isRefused: boolean
}

export interface EventQueue<E extends QueuedEvent> {
  readonly push: (event: E) => void
  /** What the server has not confirmed, the oldest first. */
  readonly waiting: () => readonly E[]
  readonly trouble: () => QueueTrouble | null
  /** Is everything that waits on this machine's disk, too? */
  readonly isKept: () => boolean
  /** Sends now all that waits; resolves when none is left, or when sending fails. */
  readonly flush: () => Promise<void>
  /** Forgets what waits, on the person's word. */
  readonly discard: () => void
}

interface QueueOptions<E extends QueuedEvent, Reply> {
  /** Whose events they are: never the same for two reviews, of whatever project. */
  readonly name: string
  readonly send: (events: readonly E[]) => Promise<Reply>
  readonly onReply: (reply: Reply, events: readonly E[]) => void
  readonly onChange: () => void
}

const PREFIX = 'assay.waiting.'
/** What is said within this time goes out together. */
const GATHER_MS = 40
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 20_000
/** So many events go out in one request. */
const MOST = 500

export function eventQueue<E extends QueuedEvent, Reply>({ name, send, onReply, onChange }: QueueOptions<E, Reply>): EventQueue<E> {
  const kept = storedEvents<E>(`${PREFIX}${name}.`)
  let waiting: readonly E[] = kept.read()
  let trouble: QueueTrouble | null = null
  let isKept = true
  let failures = 0
  let timer: number | null = null
  let sending: Promise<void> | null = null

  const plan = (wait: number): void => {
    timer ??= window.setTimeout(() => {
      timer = null
      void flush()
    }, wait)
  }
  const confirmed = (batch: readonly E[]): void => {
    const keys = new Set(batch.map(({ key }) => key))
    waiting = waiting.filter(({ key }) => !keys.has(key))
    kept.forget(batch)
    failures = 0
    trouble = null
    if (waiting.length > 0) plan(0)
    else isKept = true
  }
  const failed = (error: unknown): void => {
    const isRefused = error instanceof ApiError && error.status < 500
    trouble = { ...explain(error), isRefused }
    failures += 1
    if (!isRefused) plan(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS))
  }
  const sendSome = async (): Promise<void> => {
    const batch = waiting.slice(0, MOST)
    try {
      const reply = await send(batch)
      confirmed(batch)
      onReply(reply, batch)
    } catch (error) {
      failed(error)
    }
    onChange()
  }
  const sendNext = (): Promise<void> => {
    sending ??= sendSome().finally(() => {
      sending = null
    })
    return sending
  }
  const flush = async (): Promise<void> => {
    if (timer !== null) window.clearTimeout(timer)
    timer = null
    // What is on its way may have left before the last was said.
    while (waiting.length > 0) {
      await sendNext()
      if (trouble !== null) return
    }
  }
  // A connection that is back, and a window that is left, are good moments.
  window.addEventListener('online', () => void flush())
  document.addEventListener('visibilitychange', () => void flush())
  if (waiting.length > 0) plan(0)

  return {
    push: (event) => {
      isKept = kept.write(event) && isKept
      waiting = [...waiting, event]
      // While the server is gone the next try has its time already; a refusal may be over.
      if (failures === 0 || trouble?.isRefused === true) plan(GATHER_MS)
    },
    waiting: () => waiting,
    trouble: () => trouble,
    isKept: () => isKept,
    flush,
    discard: () => {
      kept.forget(waiting)
      waiting = []
      trouble = null
      failures = 0
      onChange()
    },
  }
}

interface StoredEvents<E> {
  readonly read: () => readonly E[]
  /** False where the storage is full or forbidden. */
  readonly write: (event: E) => boolean
  readonly forget: (events: readonly E[]) => void
}

function storedEvents<E extends QueuedEvent>(prefix: string): StoredEvents<E> {
  const entry = ({ key }: E): string => prefix + key
  const read = (): readonly E[] => {
    const found: E[] = []
    for (let index = 0; index < localStorage.length; index += 1) {
      const name = localStorage.key(index)
      if (name?.startsWith(prefix) !== true) continue
      const event = parsed<E>(localStorage.getItem(name))
      if (event !== null) found.push(event)
    }
    return found.sort((one, other) => one.at - other.at)
  }
  return {
    read: () => attempt(read, []),
    write: (event) =>
      attempt(() => {
        localStorage.setItem(entry(event), JSON.stringify(event))
        return true
      }, false),
    forget: (events) => attempt(() => events.forEach((event) => localStorage.removeItem(entry(event))), undefined),
  }
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch {
    return otherwise
  }
}

/** An entry as it was written; null for anything else that came there. */
function parsed<E extends QueuedEvent>(text: string | null): E | null {
  const value = attempt<unknown>(() => JSON.parse(text ?? 'null'), null)
  return typeof value === 'object' && value !== null && 'key' in value && 'at' in value && typeof value.at === 'number' ? (value as E) : null
}
