import { useEffect } from 'react'
import { dismissToast, type Toast, useToasts } from '@/state/toasts'
import { ToastView } from '@/ui/toast'
import styles from './toaster.module.css'

const STAY_MS = { done: 7_000, bad: 14_000 } as const

/** Messages at the foot of the screen. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div className={styles.stack} role="region" aria-label="Messages">
      {toasts.map((toast) => (
        <Shown key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function Shown({ toast }: { readonly toast: Toast }) {
  const { id, tone } = toast
  useEffect(() => {
    const timer = window.setTimeout(() => dismissToast(id), STAY_MS[tone])
    return () => window.clearTimeout(timer)
  }, [id, tone])
  return <ToastView tone={tone} text={toast.text} hint={toast.hint} link={toast.link} action={toast.action} onDismiss={() => dismissToast(id)} />
}
