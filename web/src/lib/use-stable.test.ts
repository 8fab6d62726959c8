import { renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useStable } from './use-stable'

describe('stable verbs', () => {
  it('are one object, and do what the latest ones do', () => {
    const { result, rerender } = renderHook(({ add }) => useStable({ sum: (to: number) => to + add }), {
      initialProps: { add: 1 },
    })
    const first = result.current
    expect(first.sum(1)).toBe(2)
    rerender({ add: 10 })
    expect(result.current).toBe(first)
    expect(first.sum(1)).toBe(11)
  })
})
