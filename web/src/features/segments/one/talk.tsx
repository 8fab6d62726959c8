import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import type { SegmentDetail } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import { READ_ONLY, TYPED_EDITS } from '@/lib/base-path'
import { ago } from '@/lib/times'
import { Button } from '@/ui/button'
import styles from './one.module.css'

/** What was said of the segment and what was done with it, the newest first. */
export function Talk({ detail: { segment, comments, activity } }: { readonly detail: SegmentDetail }) {
  const transport = useTransport()
  const { change } = useEditing()
  const [text, setText] = useState('')
  const say = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (text.trim() === '') return
    const done = await change(() => transport.commentOnSegment(segment.id, text), { quiet: true })
    if (done !== null) setText('')
  }
  const entries = [
    ...comments.map(({ id, author, at, text: said }) => ({ key: `comment-${id}`, author, at, said, title: null })),
    ...activity.filter(({ title }) => !title.startsWith('Comment on ')).map(({ id, author, at, title, source }) => ({ key: `change-${id}`, author: author || source, at, said: null, title })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  return (
    <section className={styles.talk} aria-label="Comments and activity">
      <form className={styles.say} onSubmit={(event) => void say(event)}>
        <textarea
          className={styles.text}
          rows={2}
          aria-label="Comment"
          placeholder={READ_ONLY ?? 'Say something'}
          maxLength={20000}
          {...TYPED_EDITS}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void say()
          }}
        />
        {text.trim() !== '' && (
          <Button keys="Ctrl Enter" onClick={() => void say()}>
            Comment
          </Button>
        )}
      </form>
      <ol className={styles.entries}>
        {entries.map(({ key, author, at, said, title }) => (
          <li key={key} className={said === null ? styles.done : styles.said}>
            <span className={styles.meaning}>
              {author} · <time dateTime={at}>{ago(at)}</time>
            </span>
            <p>{said ?? title}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
