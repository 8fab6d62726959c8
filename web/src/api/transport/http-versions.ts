/** Versions and histories over HTTP. */
import type { VersionDiff } from '@/api/version-types'
import { type HttpClient, optional, settle } from './http-asking'
import type { VersionTransport } from './version-transport'

export function httpVersions(client: HttpClient): VersionTransport {
  const named = (name: string) => ({ params: { path: { name } } })
  return {
    versions: (signal) => settle(client.GET('/api/versions', optional(signal))),
    saveVersion: (body) => settle(client.POST('/api/versions', { body })),
    deleteVersion: (name) => settle(client.DELETE('/api/versions/{name}', named(name))),
    versionDiff: (body, signal) => settle(client.POST('/api/versions/diff', { body, ...optional(signal) })) as Promise<VersionDiff>,
    restoreVersion: (name) => settle(client.POST('/api/versions/{name}/restore', named(name))),
    undoTo: (change, newest) => settle(client.POST('/api/undo/{change}', { params: { path: { change }, query: { newest } } })),
    redoTo: (change) => settle(client.POST('/api/redo/{change}', { params: { path: { change } } })),
    fixPlan: (body, signal) => settle(client.POST('/api/did-it-help/plan', { body, ...optional(signal) })),
    didItHelp: (body) => settle(client.POST('/api/did-it-help/run', { body })),
    labelHistory: (id, signal) => settle(client.GET('/api/history/labels/{id}', { params: { path: { id } }, ...optional(signal) })),
  }
}
