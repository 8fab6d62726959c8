/** The book of one review in this window: what was said, seen at once, sent behind the person's back, taken back step by step. */
import { isSeenEvent, type ReviewEvent, type SaidVerdicts, type VerdictEvent, type VerdictKind, type VerdictsReply } from '@/api/review-types'
import { eventQueue, type EventQueue, type QueueTrouble } from './event-queue'
import { ACCEPT, DELETE, relabelTo, sameVerdict, type Verdict, type VerdictBook, WRONG } from './verdict'
import { Steps } from './verdict-steps'

/** Another reviewer says something else of an item, and that stands. */
export interface Conflict {
  readonly id: number
  readonly by: string
  readonly verdict: Verdict | null
  /** What was said here. */
  readonly mine: Verdict | null
}

/** Where the book talks to. */
export interface BookServer {
  /** All that waits to be applied; with `since`, what was said after that event. */
  readonly load: (since?: number) => Promise<SaidVerdicts>
  readonly send: (events: readonly ReviewEvent[]) => Promise<VerdictsReply>
}

/** What is on its way, and what goes wrong with it. */
export interface Sending {
  /** Events that the server has not confirmed. */
  readonly waiting: number
  readonly trouble: QueueTrouble | null
  readonly isKept: boolean
}

export interface LiveBook extends VerdictBook {
  readonly sending: Sending
  readonly conflicts: readonly Conflict[]
  /** Why some of what was said last means nothing at the server. */
  readonly refusals: readonly string[]
  /** Reads the server's verdicts again; what still waits here is said on top of them. */
  readonly reload: () => Promise<void>
  /** Reads what others said since; what waits here is said on top of it. Does nothing while another reading is under way. */
  readonly catchUp: () => Promise<void>
  /** Mine: the verdict stands and the other reviewer's goes; theirs: the other way round. */
  readonly settle: (whose: 'mine' | 'theirs') => void
  readonly flush: () => Promise<void>
  readonly discard: () => void
  /** Items looked at per minute over the last minutes; null before there is a pace to speak of. */
  readonly pace: (now: number) => number | null
}

/** The wire's words as a verdict. */
export function verdictOf(kind: VerdictKind | null, classId: number | null | undefined): Verdict | null {
  if (kind === 'relabel') return relabelTo(classId ?? -1)
  return kind === null ? null : { wrong: WRONG, delete: DELETE, accept: ACCEPT }[kind]
}

/** A UUID of random bits. `crypto.randomUUID` is only there on a page that came over HTTPS or from this machine. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

function verdictEvent(ids: readonly number[], verdict: Verdict | null, at: number): VerdictEvent {
  const base = { key: newKey(), at, ids, verdict: verdict?.kind ?? null }
  return verdict?.kind === 'relabel' ? { ...base, class_id: verdict.classId } : base
}

/** Opens the book called `name`; it knows nothing before `reload`, but what still waits from an earlier sitting. */
export function openBook(name: string, server: BookServer, now: () => number = Date.now): LiveBook {
  return new Book(name, server, now)
}

const PACE_OVER_MS = 3 * 60_000
const SHORTEST_MS = 10_000

class Book implements LiveBook {
  marked: ReadonlyMap<number, Verdict> = new Map()
  isLoaded = false
  conflicts: readonly Conflict[] = []
  refusals: readonly string[] = []
  /** The last event that is known here. Nothing is before the first reading, which 0 says: whatever stands then is news. */
  private since = 0
  /** The changes that applied verdicts. */
  private applied: string | null = null
  private readonly seen = new Set<number>()
  private readonly steps: Steps
  /** So many steps were to be taken back before it was known what stands. */
  private owed = 0
  private changes = 0
  private reading = 0
  private read = 0
  private asking = 0
  private readonly listeners = new Set<() => void>()
  private readonly queue: EventQueue<ReviewEvent>
  /** What the server confirmed, and when: an answer that was asked for before does not know it yet. */
  private confirmed: { readonly at: number; readonly event: ReviewEvent }[] = []
  private looks: { readonly at: number; readonly count: number }[] = []

  constructor(
    name: string,
    private readonly server: BookServer,
    private readonly now: () => number,
  ) {
    this.queue = eventQueue<ReviewEvent, VerdictsReply>({
      name,
      send: server.send,
      onReply: (reply, events) => this.noteReply(reply, events),
      onChange: () => this.changed(),
    })
    this.steps = new Steps(name)
    this.replay(this.queue.waiting())
  }

  verdictOf = (id: number): Verdict | null => this.marked.get(id) ?? null
  isSeen = (id: number): boolean => this.seen.has(id)
  version = (): number => this.changes
  flush = (): Promise<void> => this.queue.flush()

  get seenCount(): number {
    return this.seen.size
  }

  get sending(): Sending {
    return { waiting: this.queue.waiting().length, trouble: this.queue.trouble(), isKept: this.queue.isKept() }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  say = (ids: readonly number[], verdict: Verdict | null): void => {
    const news = ids.filter((id) => !sameVerdict(this.verdictOf(id), verdict))
    if (news.length === 0) return
    this.conflicts = this.conflicts.filter(({ id }) => !news.includes(id))
    this.steps.push(news, verdict, { stands: this.verdictOf, applied: this.applied })
    this.put(verdictEvent(news, verdict, this.now()))
  }

  see = (ids: readonly number[]): void => {
    const news = ids.filter((id) => !this.seen.has(id))
    if (news.length > 0) this.put({ key: newKey(), at: this.now(), seen: news })
  }

  undo = (): readonly number[] | null => {
    const back = this.steps.take(this.verdictOf, this.applied)
    if (back === null && !this.isLoaded) this.owed += 1
    if (back === null) return this.isLoaded ? null : []
    for (const [verdict, ids] of back) this.put(verdictEvent(ids, verdict, this.now()))
    return back.flatMap(([, ids]) => ids)
  }

  reload = async (): Promise<void> => {
    const turn = ++this.reading
    const asked = this.now()
    const said = await this.ask()
    // Answers may overtake each other: what was asked for earlier is older than what stands here.
    if (turn < this.read) return
    this.read = turn
    this.marked = new Map()
    this.seen.clear()
    this.take(said, asked)
    this.isLoaded = true
    for (; this.owed > 0; this.owed -= 1) this.undo()
    this.changed()
  }

  catchUp = async (): Promise<void> => {
    if (!this.isLoaded || this.asking > 0) return
    const turn = this.reading
    const asked = this.now()
    const said = await this.ask(this.since)
    if (turn !== this.reading) return
    // What was applied, or no longer is, is not among what was said since.
    if (said.changes.join() !== this.applied) return this.reload()
    if (said.since === this.since) return
    this.take(said, asked)
    this.changed()
  }

  settle = (whose: 'mine' | 'theirs'): void => {
    const conflicts = this.conflicts
    this.conflicts = []
    // Theirs stands already.
    if (whose === 'mine') for (const { id, mine } of conflicts) this.put({ ...verdictEvent([id], mine, this.now()), force: true })
    this.changed()
  }

  discard = (): void => {
    this.queue.discard()
    void this.reload()
  }

  pace = (now: number): number | null => {
    const recent = this.looks.filter(({ at }) => now - at < PACE_OVER_MS)
    const first = recent[0]
    if (first === undefined || recent.length < 3) return null
    const count = recent.reduce((total, look) => total + look.count, 0)
    return Math.round(count / (Math.max(now - first.at, SHORTEST_MS) / 60_000))
  }

  private put(said: ReviewEvent): void {
    const event = isSeenEvent(said) ? said : { ...said, since: this.since }
    this.refusals = []
    this.queue.push(event)
    const before = this.seen.size
    this.replay([event])
    if (this.seen.size > before) this.looks = [...this.looks.slice(-2_000), { at: event.at, count: this.seen.size - before }]
    this.changed()
  }

  /** Says again what was said; who marks an item has looked at it. */
  private replay(events: readonly ReviewEvent[]): void {
    if (events.length === 0) return
    const marked = new Map(this.marked)
    for (const event of events) {
      const ids = isSeenEvent(event) ? event.seen : event.ids
      for (const id of ids) this.seen.add(id)
      if (isSeenEvent(event)) continue
      const verdict = verdictOf(event.verdict, event.class_id)
      for (const id of ids) {
        if (verdict === null) marked.delete(id)
        else marked.set(id, verdict)
      }
    }
    this.marked = marked
  }

  private async ask(since?: number): Promise<SaidVerdicts> {
    this.asking += 1
    try {
      return await this.server.load(since)
    } finally {
      this.asking -= 1
    }
  }

  /** What the server says, and on top of it what was said here and is not among it. */
  private take({ ids, verdicts, classIds, seen, unseen, since, changes }: SaidVerdicts, asked: number): void {
    const marked = new Map(this.marked)
    ids.forEach((id, index) => {
      const verdict = verdictOf(verdicts[index] ?? null, classIds[index])
      if (verdict === null) marked.delete(id)
      else marked.set(id, verdict)
    })
    this.marked = marked
    for (const id of seen) this.seen.add(id)
    for (const id of unseen) this.seen.delete(id)
    this.since = since
    this.applied = changes.join()
    this.confirmed = this.confirmed.filter(({ at }) => at >= asked)
    this.replay([...this.confirmed.map(({ event }) => event), ...this.queue.waiting()])
  }

  private noteReply({ otherwise, refused }: VerdictsReply, events: readonly ReviewEvent[]): void {
    const at = this.now()
    const contested = new Set(otherwise.map(({ id }) => id))
    this.confirmed = [...this.confirmed, ...events.map((event) => ({ at, event: without(event, contested) }))].slice(-500)
    if (contested.size > 0) this.contest(otherwise, events)
    // What means nothing at the server (a class that is gone) is not to stand here either.
    if (refused.length === 0) return
    this.refusals = refused
    this.confirmed = []
    void this.reload().catch(() => undefined)
  }

  /** What another reviewer says stands, here as at the server, until the person overrules it. */
  private contest(otherwise: VerdictsReply['otherwise'], events: readonly ReviewEvent[]): void {
    const said = new Map<number, Verdict | null>()
    for (const event of events) if (!isSeenEvent(event)) for (const id of event.ids) said.set(id, verdictOf(event.verdict, event.class_id))
    const news = otherwise.map(({ id, by, verdict, classId }): Conflict => ({ id, by, verdict: verdictOf(verdict, classId), mine: said.get(id) ?? null }))
    this.conflicts = [...this.conflicts.filter(({ id }) => !news.some((other) => other.id === id)), ...news]
    this.replay(news.map(({ id, verdict }) => verdictEvent([id], verdict, this.now())))
    this.replay(this.queue.waiting())
    void this.catchUp().catch(() => undefined)
  }

  private changed(): void {
    this.changes += 1
    for (const listener of this.listeners) listener()
  }
}

/** The event without the items that another reviewer's word stands of. */
function without(event: ReviewEvent, contested: ReadonlySet<number>): ReviewEvent {
  return isSeenEvent(event) || contested.size === 0 ? event : { ...event, ids: event.ids.filter((id) => !contested.has(id)) }
}
