import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/api/types'
import { importCommand, predictionsCommand } from './commands'

const dataset = (name: string): Dataset => ({
  id: 1,
  name,
  task: 'detection',
  images: 0,
  annotations: 0,
  splits: [],
  runs: [],
})

describe('shell commands', () => {
  it('name the project folder', () => {
    expect(importCommand({ folder: '/data/ppe.assay' })).toBe('assay import /data/ppe.assay path/to/dataset')
  })

  it('name the dataset only where there are several', () => {
    const one = { folder: 'ppe', datasets: [dataset('a')] }
    expect(predictionsCommand(one, 'a')).not.toContain('--dataset')
    expect(predictionsCommand({ ...one, datasets: [dataset('a'), dataset('b')] }, 'b')).toMatch(/ --dataset b$/)
  })

  it('can be pasted whatever the names hold', () => {
    expect(importCommand({ folder: "/home/me/Ada's set" })).toContain("'/home/me/Ada'\\''s set'")
  })
})
