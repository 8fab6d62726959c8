import { describe, expect, it } from 'vitest'
import { nextStep } from './next-step'

const at = (iou: number, confidence: number) => ({ iou, confidence, shape: 'box' as const })

describe('nextStep', () => {
  it('goes on the way that a threshold went', () => {
    expect(nextStep(at(0.5, 0.25), at(0.5, 0.26))).toEqual(at(0.5, 0.27))
    expect(nextStep(at(0.5, 0.3), at(0.45, 0.3))).toEqual(at(0.4, 0.3))
  })

  it('knows no step at rest, past an end, or where more than one thing changed', () => {
    expect(nextStep(at(0.5, 0.25), at(0.5, 0.25))).toBeNull()
    expect(nextStep(at(0.5, 0.99), at(0.5, 1))).toBeNull()
    expect(nextStep(at(0.02, 0.3), at(0.01, 0.3))).toBeNull()
    expect(nextStep(at(0.5, 0.25), at(0.55, 0.3))).toBeNull()
    expect(nextStep({ ...at(0.5, 0.25), shape: 'mask' }, at(0.5, 0.3))).toBeNull()
  })
})
