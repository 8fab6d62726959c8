/** Key combinations as text: `mod+k`, `shift+ArrowDown`, `u`, `?`. One notation for bindings, hints and help. */

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface Combination {
  readonly key: string
  readonly mod: boolean
  readonly alt: boolean
  readonly shift: boolean
}

const NAMES: Readonly<Record<string, string>> = { space: ' ', esc: 'Escape' }
const SHOWN: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
}

function parse(text: string): Combination {
  // `+` itself is a key, too.
  const parts = text === '+' ? ['+'] : text.split('+')
  const last = parts.pop() ?? ''
  const marks = parts.map((part) => part.toLowerCase())
  return {
    key: NAMES[last.toLowerCase()] ?? last,
    mod: marks.includes('mod'),
    alt: marks.includes('alt'),
    shift: marks.includes('shift'),
  }
}

/** Does this press mean that combination? Shift counts only for letters and named keys: `?` is `?` on any layout. */
export function matchesKey(text: string, press: KeyPress): boolean {
  const wanted = parse(text)
  if (wanted.key.toLowerCase() !== press.key.toLowerCase()) return false
  if (wanted.mod !== (press.ctrlKey || press.metaKey)) return false
  if (wanted.alt !== press.altKey) return false
  const isSign = press.key.length === 1 && !/[\p{L} ]/u.test(press.key)
  return isSign || wanted.shift === press.shiftKey
}

/** The parts of a combination as they stand on the keys of this machine. */
export function keyParts(text: string, isMac: boolean): string[] {
  const { key, mod, alt, shift } = parse(text)
  const name = SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [mod && (isMac ? '⌘' : 'Ctrl'), alt && (isMac ? '⌥' : 'Alt'), shift && (isMac ? '⇧' : 'Shift'), name].filter(
    (part): part is string => part !== false,
  )
}

/** Is the person typing text here, so that plain letters belong to the field? */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

const PRESS = ['Enter', ' ']
const STEP = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']

/** Keys that the browser or the control itself answers to, by what has the focus. */
const OWN: readonly (readonly [selector: string, keys: readonly string[]])[] = [
  ['button, a[href], summary', PRESS],
  ['input[type="checkbox"]', [' ']],
  ['input[type="radio"], [role="radio"]', [...PRESS, ...STEP]],
  ['input[type="range"]', [...STEP, 'Delete', 'Backspace']],
]

/** Menus, popovers and dialogs keep all plain keys to themselves while the focus is in them. */
const CLOSED = '.mantine-Popover-dropdown, .mantine-Menu-dropdown, .mantine-Modal-content'

/** Does this press belong to what has the focus, and not to the screen? */
export function ownsKey(target: EventTarget | null, key: string): boolean {
  if (isTyping(target)) return true
  if (!(target instanceof HTMLElement)) return false
  return target.closest(CLOSED) !== null || OWN.some(([selector, keys]) => target.matches(selector) && keys.includes(key))
}
