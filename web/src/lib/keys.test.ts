import { describe, expect, test } from 'vitest'
import { isTyping, keyParts, type KeyPress, matchesKey, ownsKey } from './keys'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe('keys', () => {
  test.each<[string, KeyPress]>([
    ['u', press('u')],
    ['u', press('U')], // caps lock
    ['shift+u', press('U', { shiftKey: true })],
    ['mod+k', press('k', { ctrlKey: true })],
    ['mod+k', press('k', { metaKey: true })],
    ['?', press('?', { shiftKey: true })],
    ['/', press('/')],
    ['/', press('/', { shiftKey: true })], // a German keyboard
    ['+', press('+', { shiftKey: true })],
    ['space', press(' ')],
    ['shift+ArrowDown', press('ArrowDown', { shiftKey: true })],
  ])('%s is meant', (combination, pressed) => expect(matchesKey(combination, pressed)).toBe(true))

  test.each<[string, KeyPress]>([
    ['u', press('u', { ctrlKey: true })],
    ['u', press('u', { shiftKey: true })],
    ['shift+u', press('u')],
    ['k', press('k', { altKey: true })],
    ['ArrowDown', press('ArrowDown', { shiftKey: true })],
    ['Escape', press('e')],
  ])('%s is not meant', (combination, pressed) => expect(matchesKey(combination, pressed)).toBe(false))

  test('stand on the keys of the machine', () => {
    expect(keyParts('mod+shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyParts('mod+k', true)).toEqual(['⌘', 'K'])
    expect(keyParts('+', false)).toEqual(['+'])
    expect(keyParts('space', false)).toEqual(['Space'])
  })

  test('belong to a field while the person types in it', () => {
    const field = document.createElement('input')
    const box = document.createElement('input')
    box.type = 'checkbox'
    expect(isTyping(field)).toBe(true)
    expect(isTyping(box)).toBe(false)
    expect(isTyping(document.body)).toBe(false)
    expect(isTyping(null)).toBe(false)
  })

  test.each([
    ['<button></button>', ' ', true],
    ['<button></button>', 'Enter', true],
    ['<button></button>', 'ArrowDown', false],
    ['<input type="checkbox">', ' ', true],
    ['<input type="checkbox">', 'u', false],
    ['<input type="range">', 'ArrowRight', true],
    ['<input type="range">', 'u', false],
    ['<input>', 'u', true],
    ['<div class="mantine-Popover-dropdown"><button></button></div>', 'u', true],
    ['<div tabindex="0"></div>', 'ArrowRight', false],
  ])('with the focus on %s, %j belongs to it: %s', (html, key, owned) => {
    document.body.innerHTML = html
    expect(ownsKey(document.body.querySelector('button, input, [tabindex]'), key)).toBe(owned)
  })
})
