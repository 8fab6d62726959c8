import type { Thresholds } from './use-metrics'

const hundredths = (value: number): number => Math.round(value * 100) / 100

/** A threshold further on by as much as it went last; null where there is no such step. */
function further(before: number, now: number): number | null {
  const next = hundredths(2 * now - before)
  return next >= 0 && next <= 1 ? next : null
}

/** The thresholds one step further the way that one of them went last; null unless exactly one of them went. */
export function nextStep(before: Thresholds, now: Thresholds): Thresholds | null {
  if (before.shape !== now.shape || (before.iou === now.iou) === (before.confidence === now.confidence)) return null
  const iou = further(before.iou, now.iou)
  const confidence = further(before.confidence, now.confidence)
  return iou === null || confidence === null || iou === 0 ? null : { ...now, iou, confidence }
}
