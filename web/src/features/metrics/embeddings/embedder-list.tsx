import { embedCommand } from '@/actions/commands'
import type { Embedder } from '@/api/embedding-types'
import { useCurrent } from '@/state/current'
import { Button } from '@/ui/button'
import styles from './embeddings-tab.module.css'

interface EmbedderListProps {
  readonly embedders: readonly Embedder[]
  readonly isBusy: boolean
  readonly onEmbed: (slug: string) => void
}

/** What can make vectors, with a sentence of each; and how one's own come in. */
export function EmbedderList({ embedders, isBusy, onEmbed }: EmbedderListProps) {
  const project = useCurrent()?.project
  const command = (how: string): string => (project === undefined ? '' : embedCommand(project, how))
  return (
    <section className={styles.embedders} aria-label="Embedders">
      <h2>Embedders</h2>
      <ul>
        {embedders.map(({ slug, title, page, missing, needs_model: needsModel }) => (
          <li key={slug}>
            <div>
              <b>{title}</b>
              <p>{page.split('\n\n')[0]}</p>
              {missing !== '' && (
                <p>
                  Install it with <code>pip install "assay[{missing}]"</code>
                </p>
              )}
              {missing === '' && needsModel && (
                <p>
                  From the shell: <code>{command(`--embedder ${slug} --model MODEL`)}</code>
                </p>
              )}
            </div>
            {missing === '' && !needsModel && (
              <Button size="small" edits disabled={isBusy} onClick={() => onEmbed(slug)}>
                Embed
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p>
        Vectors of your own, from .npy, .npz, Parquet or Feather: <code>{command('--import vectors.parquet')}</code>
      </p>
    </section>
  )
}
