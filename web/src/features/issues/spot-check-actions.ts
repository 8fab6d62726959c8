/** What can be done about a spot check, as actions. */
import type { Action } from '@/actions/action'
import { SPOT_CHECK_SIZE, type SpotChecking } from './use-spot-check'

export function spotCheckActions({ isOn, isDrawing, begin, end }: SpotChecking, kind: string | null): Action[] {
  const group = 'Issues'
  return [
    {
      id: 'issue.spot-check',
      label: `Judge ${SPOT_CHECK_SIZE} at random: how precise is the list?`,
      group,
      keys: [],
      keywords: 'spot check precision sample interval',
      edits: true,
      when: () => !isOn && !isDrawing,
      perform: () => begin(kind),
    },
    { id: 'issue.spot-check.end', label: 'Leave the spot check', group, keys: [], when: () => isOn, perform: end },
  ]
}
