/** Verdicts in words. */
import type { ClassBook } from '@/state/class-book'
import type { Verdict } from './types'

/** "wrong", "Vest", "delete", "as predicted", "right". */
export function verdictWords(verdict: Verdict | null, classes: ClassBook): string {
  if (verdict === null) return 'right'
  if (verdict.kind === 'relabel') return classes.look(verdict.classId).name
  return { wrong: 'wrong', delete: 'delete', accept: 'as predicted' }[verdict.kind]
}

/** 75 -> "1 min 15 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
