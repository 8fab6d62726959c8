import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { refresh } from '@/actions/refresh'
import { tell } from '@/actions/jobs'
import { worthsQuery } from '@/api/issue-queries'
import { useTransport } from '@/api/transport/context'
import { READ_ONLY } from '@/lib/base-path'
import { Button } from '@/ui/button'
import { Slider } from '@/ui/slider'
import styles from './kinds-panel.module.css'

interface KindWorthProps {
  readonly dataset: number
  readonly kind: string
}

const [MOST, STEP, REST_MS] = [2, 0.1, 300]

/** What mending an error of a kind is worth beside a wrong class: the order of all kinds goes by it. */
export function KindWorth({ dataset, kind }: KindWorthProps) {
  const transport = useTransport()
  const client = useQueryClient()
  const { data } = useQuery(worthsQuery(transport, dataset))
  const [held, setHeld] = useState<number | null>(null)
  const { mutate } = useMutation({
    mutationFn: (worth: number | null) => transport.changeWorth({ dataset, kind, worth }),
    onSuccess: (worths) => {
      client.setQueryData(worthsQuery(transport, dataset).queryKey, worths)
      setHeld(null)
      void refresh(client)
    },
    onError: tell,
  })
  useEffect(() => {
    if (held === null) return
    const timer = window.setTimeout(() => mutate(held), REST_MS)
    return () => window.clearTimeout(timer)
  }, [held, mutate])
  const known = data?.find((one) => one.kind === kind)
  if (known === undefined || READ_ONLY !== null) return null
  const worth = held ?? known.worth
  return (
    <section aria-label="Worth">
      <h2 className={styles.heading}>What is mending one worth?</h2>
      <div className={styles.worth} title="Suspects that are worth more stand higher in the list of all kinds">
        <Slider label="Worth of mending one, beside a wrong class" value={worth} min={0} max={Math.max(MOST, worth)} step={STEP} width={132} onChange={setHeld} />
        <b>{worth.toFixed(1)}</b>
        {known.worth !== known.default && (
          <Button size="small" variant="quiet" onClick={() => mutate(null)}>
            Back to {known.default.toFixed(1)}
          </Button>
        )}
      </div>
      <p className={styles.words}>{worth === 0 ? 'Nothing: these stand last.' : 'Beside a wrong class, which is worth 1.'}</p>
    </section>
  )
}
