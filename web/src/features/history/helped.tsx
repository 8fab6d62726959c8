import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmbedOffer } from '@/actions/embed-offer'
import { JobProgress } from '@/actions/job-progress'
import { embeddingsQuery } from '@/api/embedding-queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Version } from '@/api/version-types'
import { fixPlanQuery, versionsQuery } from '@/api/version-queries'
import { useHeadline } from '@/state/headline'
import { Button } from '@/ui/button'
import { Card } from '@/ui/card'
import { ErrorStrip } from '@/ui/messages'
import { Segmented } from '@/ui/segmented'
import { Told } from '@/actions/told'
import { FixPickers } from './fix-pickers'
import { FixPlanWords } from './fix-plan-words'
import { FixResult } from './fix-result'
import styles from './helped.module.css'
import { questionOf, useChosen, useFixJob } from './use-fix-question'

const WAITING_PX = 320
const REPEATS = ['6', '20', '50'] as const

/** Was it worth it? Trains on the labels before and after fixes, and asks both of the same test images (E19, V3.11). */
export function Helped({ dataset }: { readonly dataset: number }) {
  const transport = useTransport()
  const versions = useQuery(versionsQuery(transport))
  const embeddings = useQuery(embeddingsQuery(transport, dataset))
  useHeadline('')
  return (
    <Told asked={embeddings} height={WAITING_PX}>
      {({ embeddings: found }) =>
        found.length === 0 ? (
          <EmbedOffer dataset={dataset} icon="history" title="Nothing is embedded, so nothing can be taught">
            Whether fixes helped is measured by a small classifier on embeddings. With a training of your own it needs none: `assay did-it-help --command`.
          </EmbedOffer>
        ) : (
          <Told asked={versions} height={WAITING_PX}>
            {(kept) => <Asked dataset={dataset} versions={kept} />}
          </Told>
        )
      }
    </Told>
  )
}

/** The question, and what came of it. */
function Asked({ dataset, versions }: { readonly dataset: number; readonly versions: readonly Version[] }) {
  const { job, isStarting, start, cancel, effect, failure } = useFixJob(dataset)
  const [repeats, setRepeats] = useState<(typeof REPEATS)[number]>('20')
  const chosen = useChosen()
  const question = questionOf(dataset, chosen, versions)
  const plan = useQuery(fixPlanQuery(useTransport(), question))
  return (
    <div className={styles.helped}>
      <Card className={styles.question} aria-label="What is asked">
        <FixPickers dataset={dataset} versions={versions} chosen={chosen} />
        {plan.data !== undefined && <FixPlanWords plan={plan.data} test={question.test} />}
        {plan.error !== null && <Lacking error={plan.error} />}
        <footer>
          <span className={styles.trainings}>
            Trainings of each side
            <Segmented label="Trainings of each side" value={repeats} options={REPEATS.map((value) => ({ value, label: value }))} onChange={setRepeats} />
          </span>
          {job === null ? (
            <Button variant="primary" disabled={plan.data === undefined || isStarting} onClick={() => start({ ...question, repeats: Number(repeats) })}>
              Train before and after
            </Button>
          ) : (
            <JobProgress job={job} onCancel={cancel} />
          )}
        </footer>
      </Card>
      {failure !== '' && job === null && <ErrorStrip title="The last training failed." hint={failure} />}
      {effect === null ? job === null && <NothingMeasured /> : <FixResult effect={effect} />}
    </div>
  )
}

/** What keeps the question from being answered, in words. */
function Lacking({ error }: { readonly error: unknown }) {
  const { message, hint } = explain(error)
  return (
    <p className={styles.lacking} role="status">
      <b>It cannot be measured so.</b> {message} {hint}
    </p>
  )
}

function NothingMeasured() {
  return (
    <p className={styles.quiet}>
      Nothing was measured yet since this server began. A small classifier is trained on the labels before and after, each time on a random half of the images that are not tested, and asked of the same test
      images; what differs is told with an interval of 95 %. No label is changed.
    </p>
  )
}
