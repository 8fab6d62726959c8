/**
 * The steps of a sitting that can be taken back: each with what it said and what stood there before. They are kept for as
 * long as the window is open, so that a reload forgets none, and a step takes back only what still stands as it said:
 * never what somebody else said since, nor what was applied.
 */
import { sameVerdict, type Verdict } from './verdict'

/** The ids of each verdict. */
type ByVerdict = readonly (readonly [Verdict | null, readonly number[]])[]

interface Step {
  readonly says: Verdict | null
  readonly before: ByVerdict
  /** Which changes had applied verdicts then; null where that was not known yet. */
  readonly applied: string | null
}

/** What stands of an item now. */
type Stands = (id: number) => Verdict | null

const PREFIX = 'assay.steps.'
/** So many steps are kept. */
const MOST = 500

export class Steps {
  private steps: { readonly at: number; readonly step: Step }[]
  private readonly prefix: string

  constructor(name: string) {
    this.prefix = `${PREFIX}${name}.`
    this.steps = this.stored()
  }

  /** These are about to be said `says`. */
  push(ids: readonly number[], says: Verdict | null, { stands, applied }: { readonly stands: Stands; readonly applied: string | null }): void {
    const step = { says, before: byVerdict(ids, stands), applied }
    const at = (this.steps.at(-1)?.at ?? 0) + 1
    this.steps.push({ at, step })
    if (this.steps.length > MOST) this.forget(this.steps.shift()?.at ?? 0)
    try {
      sessionStorage.setItem(this.prefix + String(at), JSON.stringify(step))
    } catch {
      // No room: what is kept must have no gap, so it begins anew with the next step.
      for (const { at: old } of this.steps) this.forget(old)
    }
  }

  /**
   * Takes the last step of which something still stands; what is to be said again. While other changes than then have
   * applied verdicts, a step waits: what came after it is taken back first.
   */
  take(stands: Stands, applied: string | null): ByVerdict | null {
    for (let place = this.steps.length - 1; place >= 0; place -= 1) {
      const { at, step } = this.steps[place] ?? { at: 0, step: NO_STEP }
      if (step.applied !== null && step.applied !== applied) continue
      const back = step.before.map(([verdict, ids]) => [verdict, ids.filter((id) => sameVerdict(stands(id), step.says))] as const).filter(([, ids]) => ids.length > 0)
      if (back.length === 0) continue
      this.steps.splice(place, 1)
      this.forget(at)
      return back
    }
    return null
  }

  private forget(at: number): void {
    sessionStorage.removeItem(this.prefix + String(at))
  }

  private stored(): { at: number; step: Step }[] {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => ({ at: Number(key.slice(this.prefix.length)), step: parsed(sessionStorage.getItem(key)) }))
      .sort((one, other) => one.at - other.at)
  }
}

const NO_STEP: Step = { says: null, before: [], applied: null }

/** A step as it was written; one that takes nothing back for anything else that came there. */
function parsed(text: string | null): Step {
  try {
    return { ...NO_STEP, ...(JSON.parse(text ?? '{}') as Step) }
  } catch {
    return NO_STEP
  }
}

function byVerdict(ids: readonly number[], stands: Stands): ByVerdict {
  const groups = new Map<string, [Verdict | null, number[]]>()
  for (const id of ids) {
    const verdict = stands(id)
    const name = verdict === null ? '' : `${verdict.kind} ${verdict.kind === 'relabel' ? verdict.classId : ''}`
    const group = groups.get(name) ?? [verdict, []]
    group[1].push(id)
    groups.set(name, group)
  }
  return [...groups.values()]
}
