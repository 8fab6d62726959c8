import { describe, expect, it } from 'vitest'
import type { Overview } from '@/api/types'
import type { Current } from '@/state/current'
import { summaryLine } from './overview-head'
import { severity } from './severity'

describe('the severity of a number', () => {
  it('goes by its share of the labels', () => {
    const of = (open: number) => severity({ kind: 'missing_object', open }, 1000, 100)
    expect([of(30), of(29), of(10), of(9), of(0)]).toEqual(['bad', 'warn', 'warn', 'ok', 'ok'])
  })

  it('is never more than doubtful where the model may be at fault', () => {
    expect(severity({ kind: 'spurious_label', open: 900 }, 1000, 100)).toBe('warn')
  })

  it('goes by images where whole images are suspected', () => {
    expect(severity({ kind: 'duplicate_image', open: 3 }, 100_000, 100)).toBe('bad')
  })

  it('is defined without any label', () => {
    expect(severity({ kind: 'wrong_class', open: 0 }, 0, 0)).toBe('ok')
  })
})

describe('the first line', () => {
  const current = { dataset: { runs: [{}] } } as Current
  const overview = (open: readonly number[]): Overview =>
    ({ images: 425, labels: 1794, suspects: open.map((count) => ({ open: count })) }) as Overview

  it('sums up the data and what is wrong with it', () => {
    expect(summaryLine(current, overview([75, 0, 6]))).toBe(
      '425 images, 1,794 labels, one run. Two kinds of suspects, worst first. Nothing leaves this machine.',
    )
  })

  it('says nothing of suspects where there are none', () => {
    expect(summaryLine({ dataset: { runs: [] as unknown } } as Current, overview([]))).toBe(
      '425 images, 1,794 labels, no runs. Nothing leaves this machine.',
    )
  })
})
