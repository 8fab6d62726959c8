/** What stands in the viewer while there is no picture: a quiet bar, or below the labels the reason why there will be none. */
import styles from './image-viewer.module.css'
import type { PictureState } from './use-picture'

export function ViewerNotice({ state, name }: { readonly state: PictureState; readonly name: string }) {
  if (state.status === 'ready') return null
  if (state.status === 'loading') return <div className={styles.loading} role="progressbar" aria-label="Loading" />
  return (
    <div className={styles.broken} role="alert">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 5h16v14H4zM4 15l5-5 4 4M15 12l5 5M3 21L21 3" />
      </svg>
      <strong>{name} cannot be shown</strong>
      <p>{state.reason}</p>
    </div>
  )
}
