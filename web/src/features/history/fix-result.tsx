import { useQuery } from '@tanstack/react-query'
import { projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { FixEffect } from '@/api/version-types'
import { classNames } from '@/lib/class-names'
import { amount } from '@/lib/words'
import { Card } from '@/ui/card'
import { toneOf } from './effect-tone'
import { EffectTable } from './effect-table'
import styles from './helped.module.css'
import { stateWords } from './states'

/** What fixes were worth: the verdict in words, what they cost, and errors before and after by class. */
export function FixResult({ effect }: { readonly effect: FixEffect }) {
  const { data: project } = useQuery(projectQuery(useTransport()))
  const isOld = project !== undefined && project.revision !== effect.revision
  return (
    <Card className={styles.result} aria-label="What came of it">
      <h2 className={classNames(styles.verdict, styles[toneOf(effect.overall)])}>{effect.verdict}</h2>
      <p className={styles.quiet}>
        From {stateWords(effect.before)} to {stateWords(effect.after)}, tested on <code>{effect.test}</code>; {amount(effect.repeats, 'training')} of each side on {amount(effect.taught, noun(effect))}.
        {isOld && <b className={styles.unchecked}> Something was changed since.</b>}
      </p>
      <dl className={styles.facts}>
        <Fact name="Fixes" value={amount(effect.fixes, noun(effect))} />
        <Fact name="Worth of 100 fixes" value={`${signed(effect.points_per_hundred)} points${toneOf(effect.overall) === 'open' ? ', if any' : ''}`} />
        <Fact name="Cost of a fix" value={effect.seconds_per_fix === null ? 'no review was timed' : `${effect.seconds_per_fix.toFixed(1)} s of review`} />
      </dl>
      <EffectTable effect={effect} />
      <p className={styles.quiet}>
        Errors in percent, differences in points; above 0 is better. Where an interval holds 0, nobody can tell. Intervals of single classes are not corrected for their number: of twenty, one errs.
      </p>
    </Card>
  )
}

const noun = ({ level }: FixEffect): string => (level === 'image' ? 'image' : 'label')

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
