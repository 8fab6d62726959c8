import { type SyntheticEvent, useState } from 'react'
import { useConnection } from '@/lib/connection'
import { hasPicture, imageProblem } from '@/lib/image-problems'
import { Icon } from '@/ui/icon'
import styles from './tile.module.css'

/** The boxes over a picture wait for it: see `tile.module.css`. */
function markLoaded(event: SyntheticEvent<HTMLImageElement>): void {
  event.currentTarget.dataset.loaded = 'true'
}

interface PictureProps {
  readonly url: string
  /** Why the server knows that there is no picture. */
  readonly problem: string | null
}

/** A picture, or the reason why there is none. */
export function Picture({ url, problem }: PictureProps) {
  const { isAway, returns } = useConnection()
  const [failed, setFailed] = useState<string | null>(null)
  const fetch = `${returns} ${url}`
  if (!hasPicture(problem) || failed === fetch) {
    return (
      <span className={styles.broken}>
        <Icon name="broken" size={22} />
        <span>{problem !== null ? imageProblem(problem) : isAway ? 'The server does not answer' : 'The picture cannot be read'}</span>
      </span>
    )
  }
  return <img className={styles.image} src={url} alt="" draggable={false} decoding="async" onLoad={markLoaded} onError={() => setFailed(fetch)} />
}
