import { describe, expect, it } from 'vitest'
import type { VersionDiff } from '@/api/version-types'
import { diffWords } from './diff-words'
import { freeName } from './save-dialog'

const nothing: VersionDiff = {
  images_added: 0,
  images_deleted: 0,
  classes_added: [],
  classes_deleted: [],
  classes_renamed: [],
  labels: { added: 0, deleted: 0, relabelled: 0, moved: 0, altered: 0 },
  by_class: [],
  total: 0,
  images: [],
}

describe('what differs between two versions', () => {
  it('is told in one sentence', () => {
    const diff = { ...nothing, labels: { ...nothing.labels, relabelled: 2, moved: 1 }, total: 3, images_deleted: 1 }
    expect(diffWords(diff)).toBe('Labels: 2 relabelled, 1 moved, in 3 images; 1 image removed.')
    expect(diffWords({ ...nothing, classes_renamed: [['hat', 'helmet']] })).toBe('class “hat” is now “helmet”.')
    expect(diffWords(nothing)).toBe('No image, label or class differs.')
  })
})

describe('the name that is proposed', () => {
  it('is one that no version has', () => {
    expect([freeName([]), freeName(['v2']), freeName(['start'])]).toEqual(['v1', 'v3', 'v2'])
  })
})
