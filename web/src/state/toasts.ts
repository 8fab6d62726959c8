/** Short messages at the foot of the screen: what was done, and the way back. */
import { create } from 'zustand'

export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'bad'
  readonly text: string
  readonly hint?: string
  /** Leads to what was made. */
  readonly link?: { readonly label: string; readonly perform: () => void }
  readonly action?: { readonly label: string; readonly keys?: string; readonly perform: () => void }
}

interface ToastState {
  readonly toasts: readonly Toast[]
}

const MOST = 3
let nextId = 1

export const useToasts = create<ToastState>(() => ({ toasts: [] }))

/**
 * Shows a message; only the latest few stay. What was done before gives way to what was done last: "Undo" always stands
 * beside the change that it takes back.
 */
export function toast(message: Omit<Toast, 'id'>): number {
  const id = nextId++
  const stays = ({ tone }: Toast): boolean => tone === 'bad' || message.tone === 'bad'
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.filter(stays), { ...message, id }].slice(-MOST) }))
  return id
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }))
}
