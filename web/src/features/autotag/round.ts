/** A round of questions: what was answered of it, and which question is next. Pure. */
import type { Autotag } from '@/api/autotag-types'

export type Answer = 'yes' | 'no' | 'skipped'

/** The answers of a round: those that stand, those on their way, and what was skipped. */
export function answersOf(ids: readonly number[], autotag: Pick<Autotag, 'yes' | 'no'>, local: ReadonlyMap<number, Answer>): ReadonlyMap<number, Answer> {
  const standing = new Map<number, Answer>([...autotag.yes.map((id) => [id, 'yes'] as const), ...autotag.no.map((id) => [id, 'no'] as const)])
  const found = new Map<number, Answer>()
  for (const id of ids) {
    const answer = local.get(id) ?? standing.get(id)
    if (answer !== undefined) found.set(id, answer)
  }
  return found
}

/** The question to ask: the one that was pointed at while it is open, else the first open one; null when all are answered. */
export function nextQuestion(ids: readonly number[], answers: ReadonlyMap<number, Answer>, pointed: number | null): number | null {
  if (pointed !== null && ids.includes(pointed) && !answers.has(pointed)) return pointed
  return ids.find((id) => !answers.has(id)) ?? null
}

/** "5 yes, 6 no, 1 skipped". */
export function roundWords(answers: ReadonlyMap<number, Answer>): string {
  const count = (answer: Answer): number => [...answers.values()].filter((given) => given === answer).length
  return (['yes', 'no', 'skipped'] as const).flatMap((answer) => (count(answer) === 0 ? [] : [`${count(answer)} ${answer}`])).join(', ')
}
