/** Short messages at the foot of the screen: what was done, and the way back. */
import { create } from 'zustand'

export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'bad'
  readonly text: string
  readonly hint?: string
  readonly action?: { readonly label: string; readonly keys?: string; readonly perform: () => void }
}

interface ToastState {
  readonly toasts: readonly Toast[]
}

const MOST = 3
let nextId = 1

export const useToasts = create<ToastState>(() => ({ toasts: [] }))

/** Shows a message; only the latest few stay. */
export function toast(message: Omit<Toast, 'id'>): number {
  const id = nextId++
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...message, id }].slice(-MOST) }))
  return id
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }))
}
