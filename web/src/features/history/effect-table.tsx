import type { ReactNode } from 'react'
import type { FixedError, FixEffect } from '@/api/version-types'
import { number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { ClassChip } from '@/ui/class-chip'
import { axisOf, type EffectAxis, gainWords, toneOf } from './effect-tone'
import styles from './helped.module.css'

/** Errors before and after with the difference and its interval: of all, of the classes that were edited, and of each class. */
export function EffectTable({ effect }: { readonly effect: FixEffect }) {
  const classes = useClasses()
  const byFixes = effect.classes.toSorted((one, other) => other.fixes - one.fixes)
  const all = [effect.overall, ...(effect.edited === null ? [] : [effect.edited]), ...byFixes.map((row) => row.effect)]
  const axis = axisOf(all.filter(({ items }) => items > 0 || effect.classes.length === 0))
  return (
    <table className={styles.effects} aria-label="Errors before and after">
      <thead>
        <tr>
          <th scope="col">Tested</th>
          <th scope="col">Fixes</th>
          <th scope="col">Items</th>
          <th scope="col">Error before → after</th>
          <th scope="col">Points better, 95 %</th>
          <th scope="col" aria-hidden="true">
            <Ticks axis={axis} />
          </th>
        </tr>
      </thead>
      <tbody>
        <Row name={<b>All</b>} fixes={effect.fixes} error={effect.overall} axis={axis} />
        {effect.edited !== null && <Row name={<b>Classes that were edited</b>} fixes={effect.fixes} error={effect.edited} axis={axis} />}
        {byFixes.map(({ name, fixes, effect: error }) => (
          <Row key={name} name={<ClassChip {...(classes.named(name) ?? classes.look(null))} name={name} />} fixes={fixes} error={error} axis={axis} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly name: ReactNode
  readonly fixes: number
  readonly error: FixedError
  readonly axis: EffectAxis
}

function Row({ name, fixes, error, axis }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{fixes === 0 ? '' : number(fixes)}</td>
      <td>{error.items === 0 ? '' : number(error.items)}</td>
      <td>
        {error.before.toFixed(1)} → <b>{error.after.toFixed(1)}</b> %
      </td>
      <td className={styles[toneOf(error)]}>{gainWords(error)}</td>
      <td>
        <Interval error={error} axis={axis} />
      </td>
    </tr>
  )
}

const WIDTH = 320
const HEIGHT = 18
const EDGE = 8

const at = (value: number, { low, high }: EffectAxis): number => EDGE + ((value - low) / (high - low)) * (WIDTH - 2 * EDGE)

function Ticks({ axis }: { readonly axis: EffectAxis }) {
  return (
    <svg className={styles.ticks} width={WIDTH} height={HEIGHT}>
      {axis.ticks.map((tick) => (
        <text key={tick} x={at(tick, axis)} y={12} textAnchor="middle">
          {tick > 0 ? `+${tick}` : String(tick).replace('-', '−')}
        </text>
      ))}
    </svg>
  )
}

/** The difference as a dot, its interval as a line with ends; filled where the interval leaves 0 out. */
function Interval({ error, axis }: { readonly error: FixedError; readonly axis: EffectAxis }) {
  const { gain, low, high } = error
  return (
    <svg className={styles.interval} data-tone={toneOf(error)} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {axis.ticks.map((tick) => (
        <line key={tick} className={tick === 0 ? styles.zero : styles.grid} x1={at(tick, axis)} x2={at(tick, axis)} y2={HEIGHT} />
      ))}
      {low !== null && high !== null && <path d={`M${at(low, axis)} 5v8m0 -4H${at(high, axis)}m0 -4v8`} />}
      <circle cx={at(gain, axis)} cy={9} r={4} />
    </svg>
  )
}
