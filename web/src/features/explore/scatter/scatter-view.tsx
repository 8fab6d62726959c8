import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { scatterQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Scatter } from '@/api/types'
import { useLate } from '@/lib/use-late'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState, ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import type { ResultSpec } from '../spec'
import { useSortGroups } from '@/actions/fields/use-sort-groups'
import { type Axes, axesOf, numberGroups } from './axes'
import { ScatterHead } from './scatter-head'
import styles from './scatter.module.css'
import { ScatterPlot } from './scatter-plot'
import type { Tool } from '@/ui/plot/tools'

interface ScatterViewProps {
  readonly spec: ResultSpec
  /** Says that what one looks at is there; the filters are counted after it. */
  readonly onThere: (list: ResultSpec) => void
}

/** Two fields of the listed rows against each other: what stands apart is seen, drawn around and kept. */
export function ScatterView({ spec, onThere }: ScatterViewProps) {
  const groups = numberGroups(useSortGroups(spec))
  const x = usePlace((place) => place.x)
  const y = usePlace((place) => place.y)
  const colour = usePlace((place) => place.field ?? 'class')
  const axes = axesOf(spec.level, groups, { x, y })
  const [tool, setTool] = useState<Tool>('lasso')
  return (
    <div className={styles.page}>
      <ScatterHead groups={groups} axes={axes} tool={tool} onTool={setTool} spec={spec} colour={colour} />
      {axes !== null && <Asked spec={spec} axes={axes} colour={colour} tool={tool} onThere={onThere} />}
    </div>
  )
}

interface AskedProps extends ScatterViewProps {
  readonly axes: Axes
  readonly colour: string
  readonly tool: Tool
}

function Asked({ spec, axes, colour, tool, onThere }: AskedProps) {
  const { dataset, run, level, query } = spec
  const { data, error, isPlaceholderData, refetch } = useQuery(scatterQuery(useTransport(), { dataset, run, level, query, colour, ...axes }))
  const late = useLate(data === undefined && error === null)
  const isSettled = data !== undefined || error !== null
  useEffect(() => {
    if (isSettled) onThere(spec)
  }, [isSettled, onThere, spec])
  if (error !== null) {
    const { message, hint } = explain(error)
    return <ErrorState title={message} hint={hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
  }
  if (data === undefined) return <div className={styles.message}>{late && <Skeleton height="100%" />}</div>
  if (data.total === 0) return <NoPoints scatter={data} />
  return <Drawn key={`${data.x.name} ${data.y.name} ${level}`} data={data} spec={spec} tool={tool} isOld={isPlaceholderData} />
}

function NoPoints({ scatter: { x, y } }: { readonly scatter: Scatter }) {
  const go = useGo()
  return (
    <EmptyState title={`No row has both ${x.title} and ${y.title}`} actions={<Button onClick={() => go({ x: null, y: null, area: null })}>Choose other fields</Button>}>
      What is not measured, or cannot be, has no place here. The page of a metric says why.
    </EmptyState>
  )
}

function Drawn({ data, ...props }: { readonly data: Scatter; readonly spec: ResultSpec; readonly tool: Tool; readonly isOld: boolean }) {
  const points = useMemo(() => ({ xs: Float64Array.from(data.xs), ys: Float64Array.from(data.ys) }), [data])
  return <ScatterPlot scatter={data} points={points} {...props} />
}
