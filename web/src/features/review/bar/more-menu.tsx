import { Menu } from '@mantine/core'
import { useState } from 'react'
import { useActions } from '@/actions/registry'
import type { Review } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import type { ClassBook } from '@/state/class-book'
import type { LiveBook } from '@/state/verdict-book'
import { IconButton } from '@/ui/button'
import { useChooseMarks } from '../marks/drop-marks'
import { TimesDialog } from '../times-dialog'
import styles from './bar.module.css'

interface MoreMenuProps {
  readonly review: Review
  readonly book: LiveBook
  readonly classes: ClassBook
}

/** What is wanted now and then: the marks as a file, and the times. */
export function MoreMenu({ review, book, classes }: MoreMenuProps) {
  const transport = useTransport()
  const [times, setTimes] = useState(false)
  const choose = useChooseMarks()
  const save = (): void => {
    // What was said a moment ago belongs into the file, too.
    void book.flush().then(() => {
      const link = document.createElement('a')
      link.href = transport.marksUrl(review.id)
      link.download = ''
      link.click()
    })
  }
  useActions([
    { id: 'review.times', label: 'See the times', group: 'Review', keys: ['t'], keywords: 'log speed minutes agreement kappa', perform: () => setTimes(true) },
    { id: 'review.save', label: 'Save the marks as a file', group: 'Review', keys: ['mod+s'], keywords: 'json download export', perform: save },
    { id: 'review.load', label: 'Load marks from a file…', group: 'Review', keys: ['mod+o'], keywords: 'json upload import drop', perform: choose },
  ])
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <IconButton icon="more" label="More" />
        </Menu.Target>
        <Menu.Dropdown className={styles.more}>
          <Menu.Item className={styles.moreItem} onClick={() => setTimes(true)}>
            See the times
          </Menu.Item>
          <Menu.Item className={styles.moreItem} onClick={save}>
            Save the marks as a file
          </Menu.Item>
          <Menu.Item className={styles.moreItem} onClick={choose}>
            Load marks from a file…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {times && <TimesDialog review={review} classes={classes} onClose={() => setTimes(false)} />}
    </>
  )
}
