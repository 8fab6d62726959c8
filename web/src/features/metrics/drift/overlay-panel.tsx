import { useQuery } from '@tanstack/react-query'
import { driftFieldQuery } from '@/api/field-queries'
import type { DriftOverlay, DriftRequest, DriftRow } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { amount, measure, number, ratio } from '@/lib/words'
import { useGo } from '@/state/place'
import { type Column, Columns } from '@/ui/plot/columns'
import { Plot, type Tick } from '@/ui/plot/plot'
import { niceEnd } from '@/ui/plot/scale'
import { TipHint, TipRow } from '@/ui/plot/tip'
import { Legend, Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { NOUNS } from '../nouns'
import styles from './drift.module.css'
import { chanceWords } from './drift-words'
import { type OverlayBin, overlayBins } from './overlay'

interface OverlayPanelProps {
  readonly row: DriftRow
  readonly request: DriftRequest
}

const HEIGHT = 320

/** One field of both sides over one another; a bar opens the items of its side. */
export function OverlayPanel({ row, request }: OverlayPanelProps) {
  const asked = useQuery(driftFieldQuery(useTransport(), request, row.field))
  return (
    <Panel
      title={row.title}
      note={chanceWords(row)}
      aside={
        <Legend
          entries={[
            { text: 'reference', look: 'quiet', shape: 'block' },
            { text: 'current', look: 'first', shape: 'block' },
          ]}
        />
      }
    >
      <Told asked={asked} height={HEIGHT}>
        {(overlay) => <Both overlay={overlay} row={row} request={request} />}
      </Told>
      <dl className={styles.measures}>
        {measuresOf(row).map(([name, told, meaning]) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd>{told}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

type Told = readonly [name: string, told: string, meaning: string]

function measuresOf({ ks, wasserstein, chi2, psi, jensen_shannon: js, p_holm: p, missing_reference: before, missing_current: after, unit }: DriftRow): Told[] {
  return [
    ...(ks === null ? [] : [['KS', ratio(ks), 'Greatest difference between the two cumulative shares, 0 to 1'] as const]),
    ...(wasserstein === null ? [] : [['Wasserstein', `${measure(wasserstein)} ${unit}`.trim(), 'How far a value must move on average'] as const]),
    ...(chi2 === null ? [] : [['χ²', measure(chi2), 'Chi-square statistic of the two counts'] as const]),
    ['PSI', ratio(psi), 'Population stability index: below 0.1 stable, from 0.25 on a great shift'],
    ['Jensen-Shannon', ratio(js), 'Distance between the two distributions, 0 to 1'],
    ['p (Holm)', p < 0.001 ? '< .001' : p.toFixed(3), 'How likely so great a difference is by chance, corrected for the number of fields'],
    ...(before + after === 0 ? [] : [['Without a value', `${number(before)} and ${number(after)}`, 'In the reference, and now'] as const]),
  ]
}

interface BothProps {
  readonly overlay: DriftOverlay
  readonly row: DriftRow
  readonly request: DriftRequest
}

// The last of many terms would be told in slivers.
const MOST_TERMS = 30

function Both({ overlay, row, request: { level, current } }: BothProps) {
  const go = useGo()
  const open = (bin: OverlayBin, side: Side): (() => void) | undefined => {
    if (side === 'reference') return () => go({ q: bin.referenceQuery, level }, { page: 'explore' })
    // What lies in another project is not served here.
    if (current.project != null) return undefined
    return () => go({ q: bin.currentQuery, level, dataset: current.dataset ?? null }, { page: 'explore' })
  }
  const bins = overlayBins(overlay).slice(0, overlay.edges === null ? MOST_TERMS : undefined)
  const most = niceEnd(Math.max(...bins.map(({ referenceShare, currentShare }) => Math.max(referenceShare, currentShare))))
  const columns = (side: Side): Column[] =>
    bins.map((bin, index) => ({
      key: bin.name,
      from: index + AT[side].from,
      to: index + AT[side].to,
      parts: [{ value: bin[`${side}Share`], tone: side === 'reference' ? 'quiet' : 'first' }],
      name: `${bin.name}, ${side}: ${amount(bin[side], NOUNS[level])}, ${percent(bin[`${side}Share`])}`,
      tip: <BinTip bin={bin} side={side} isDoor={open(bin, side) !== undefined} />,
      onOpen: open(bin, side),
    }))
  return (
    <Plot
      label={`${row.title} of both sides`}
      height={HEIGHT}
      x={{ title: row.unit === '' ? row.title : `${row.title}, ${row.unit}`, domain: [0, bins.length], ticks: ticksOf(overlay, bins) }}
      y={{ title: 'Share of each side', domain: [0, most], ticks: [0, most / 2, most].map((at) => ({ at, text: percent(at) })) }}
    >
      <Columns label="Reference" columns={columns('reference')} />
      <Columns label="Current" columns={columns('current')} />
    </Plot>
  )
}

type Side = 'reference' | 'current'

// Beside one another in each bin, so that neither hides the other.
const AT = { reference: { from: 0.08, to: 0.5 }, current: { from: 0.5, to: 0.92 } } as const

const percent = (share: number): string => `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`

function ticksOf({ edges }: DriftOverlay, bins: readonly OverlayBin[]): readonly Tick[] {
  if (edges !== null) return edges.map((edge, at) => ({ at, text: measure(edge) }))
  return bins.map(({ name }, at) => ({ at: at + 0.5, text: name }))
}

function BinTip({ bin, side, isDoor }: { readonly bin: OverlayBin; readonly side: Side; readonly isDoor: boolean }) {
  return (
    <>
      <b>{bin.name}</b>
      <TipRow name="Reference">
        {number(bin.reference)}, {percent(bin.referenceShare)}
      </TipRow>
      <TipRow name="Current">
        {number(bin.current)}, {percent(bin.currentShare)}
      </TipRow>
      <TipHint>{isDoor ? `Click to see those ${side === 'reference' ? 'of the reference' : 'of now'}` : 'Serve that project to see those of now'}</TipHint>
    </>
  )
}
