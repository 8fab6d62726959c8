import { Panel } from '@/ui/panel'
import { type Block, readBlocks, readSpans } from './definition-text'
import styles from './definition.module.css'

interface DefinitionProps {
  /** The page as its author wrote it. */
  readonly page: string
}

/** What a metric measures, why it matters and when it misleads, as it stands beside its formula. */
export function Definition({ page }: DefinitionProps) {
  return (
    <Panel title="Definition">
      {/* It scrolls, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.page} tabIndex={0} role="region" aria-label="Definition">
        {readBlocks(page).map((block, index) => (
          <BlockOf key={index} block={block} />
        ))}
      </div>
    </Panel>
  )
}

function BlockOf({ block }: { readonly block: Block }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>
  if (block.kind === 'code') return <pre>{block.text}</pre>
  if (block.kind === 'list') {
    return (
      <ul>
        {block.items.map((item, index) => (
          <li key={index}>
            <Spans text={item} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <p>
      <Spans text={block.text} />
    </p>
  )
}

function Spans({ text }: { readonly text: string }) {
  return readSpans(text).map(({ text: part, look }, index) => {
    if (look === 'code') return <code key={index}>{part}</code>
    return look === 'strong' ? <b key={index}>{part}</b> : part
  })
}
