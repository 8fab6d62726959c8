/** How a label or a prediction fared against the other side, in plain words; the field's term is the tooltip. */

export interface OutcomeWords {
  readonly text: string
  readonly term: string
  readonly tone: 'ok' | 'warn' | 'bad' | 'quiet'
}

const OF_LABEL: Readonly<Record<string, OutcomeWords>> = {
  correct: { text: 'found', term: 'True positive: a prediction of this class matches it', tone: 'ok' },
  confusion: { text: 'seen as another class', term: 'Confusion: a prediction of another class matches it', tone: 'warn' },
  missed: { text: 'not seen', term: 'False negative: no prediction matches it', tone: 'bad' },
  ignored: { text: 'ignored', term: 'Crowd or ignored region: counts for nothing', tone: 'quiet' },
}

const OF_PREDICTION: Readonly<Record<string, OutcomeWords>> = {
  correct: { text: 'matches', term: 'True positive: a label of this class matches it', tone: 'ok' },
  confusion: { text: 'label says otherwise', term: 'Confusion: a label of another class matches it', tone: 'warn' },
  background: { text: 'no label here', term: 'False positive: no label matches it', tone: 'bad' },
  duplicate: { text: 'seen twice', term: 'Duplicate: its label has a better prediction', tone: 'warn' },
  ignored: { text: 'ignored', term: 'On a crowd or ignored region: counts for nothing', tone: 'quiet' },
}

/** Null where the run was not evaluated, or where the object lies below its threshold. */
export function outcomeWords(source: 'label' | 'prediction', outcome: string | null): OutcomeWords | null {
  if (outcome === null) return null
  return (source === 'label' ? OF_LABEL : OF_PREDICTION)[outcome] ?? null
}
