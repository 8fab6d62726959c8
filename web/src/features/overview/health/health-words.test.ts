import { describe, expect, test } from 'vitest'
import type { HealthCheck } from '@/api/field-types'
import { doorOf, healthLine, sortOut } from './health-words'

const checks = (['bad', 'doubtful', 'unknown', 'fine', 'fine'] as const).map((severity) => ({ severity }) as HealthCheck)

describe('a health report', () => {
  test('is sorted out without losing a check or its order', () => {
    const { wrong, unknown, fine } = sortOut({ checks })
    expect([wrong, unknown, fine].map((some) => some.length)).toEqual([2, 1, 2])
    expect(wrong[0]?.severity).toBe('bad')
  })

  test('is told in one line', () => {
    expect(healthLine({ checks })).toBe('2 checks found something, worst first, 2 are fine, 1 was not made.')
    expect(healthLine({ checks: [] })).toBe('No check found anything.')
  })
})

describe('the door of a check', () => {
  test('lists the worst first where the check says by what', () => {
    expect(doorOf({ query: 'dark', level: 'image', sort: '-brightness' })).toEqual({ q: 'dark', level: 'image', sort: 'brightness', desc: true })
  })

  test('is closed where there is nothing to ask', () => {
    expect(doorOf({ query: null, level: 'image', sort: null })).toBeNull()
  })
})
