import { describe, expect, test } from 'vitest'
import type { Action } from '@/actions/action'
import { helpLines } from './key-help'
import { findActions } from './palette'

const action = (label: string, over: Partial<Action> = {}): Action => ({ id: label, label, group: 'View', perform: () => {}, ...over })

describe('palette', () => {
  const actions = [action('Go to Issues', { group: 'Go to' }), action('Light theme', { keywords: 'day' }), action('Move', { keyOnly: true })]

  test.each([
    ['iss', ['Go to Issues']],
    ['theme light', ['Light theme']],
    ['day', ['Light theme']],
    ['', ['Go to Issues', 'Light theme']],
    ['zzz', []],
  ])('%j finds %j', (typed, labels) => expect(findActions(typed, actions).map(({ label }) => label)).toEqual(labels))
})

test('what is called so stands above what is only about it', () => {
  const pages = [action('Go to Drift', { group: 'Go to', keywords: 'metrics' }), action('Go to Metrics', { group: 'Go to' })]
  expect(findActions('metrics', pages).map(({ label }) => label)).toEqual(['Go to Metrics', 'Go to Drift'])
})

describe('help', () => {
  test('a family of actions is one line with all its keys', () => {
    const lines = helpLines([action('Left', { family: 'Move', keys: ['ArrowLeft'] }), action('Right', { family: 'Move', keys: ['ArrowRight'] }), action('Open', { keys: ['Enter'] })])
    expect(lines).toEqual([['View', [{ label: 'Move', keys: ['ArrowLeft', 'ArrowRight'] }, { label: 'Open', keys: ['Enter'] }]]])
  })
})
