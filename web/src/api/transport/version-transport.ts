/** What versions and histories ask of the outside world; a part of `Transport`. */
import type { Job } from '@/api/field-types'
import type { DiffQuestion, FixPlan, FixQuestion, History, SaveVersionRequest, Version, VersionDiff } from '@/api/version-types'
import type { ChangeResult } from '@/api/types'

export interface VersionTransport {
  /** Oldest first. */
  versions(signal?: AbortSignal): Promise<Version[]>
  saveVersion(request: SaveVersionRequest): Promise<Version>
  deleteVersion(name: string): Promise<Version>
  versionDiff(question: DiffQuestion, signal?: AbortSignal): Promise<VersionDiff>
  /** Makes everything what the version kept, as one change. */
  restoreVersion(name: string): Promise<ChangeResult>
  /** Takes back every edit in force from the newest down to this one. */
  undoTo(change: number, newest: number | null): Promise<ChangeResult>
  /** Puts every edit that was taken back, up to this one, in force again. */
  redoTo(change: number): Promise<ChangeResult>
  fixPlan(question: FixQuestion, signal?: AbortSignal): Promise<FixPlan>
  /** Begins to train before and after, `repeats` times; the job tells how far it is, and what came of it. */
  didItHelp(request: FixQuestion & { readonly repeats: number }): Promise<Job>
  labelHistory(id: number, signal?: AbortSignal): Promise<History>
}
