import { parse } from 'yaml'

/** What a token may do when nobody declares anything: GitHub's restricted default. */
const RESTRICTED = ['Contents: read', 'Metadata: read', 'Packages: read']

/** Lines of the group `GITHUB_TOKEN Permissions`. `id-token` is never among them: it is no right of that token. */
export function tokenPermissions(
  text: string,
  jobId: string,
  jobRights: 'read' | 'write' = 'read',
): string[] {
  const declared = declaredPermissions(text, jobId)
  if (declared === undefined) return jobRights === 'read' ? RESTRICTED : everyScope('write-all')
  if (typeof declared === 'string') return everyScope(declared)
  const lines = Object.entries(mapping(declared))
    .filter(([scope, level]) => scope !== 'id-token' && level !== 'none')
    .map(([scope, level]) => `${pascal(scope)}: ${String(level)}`)
  return [...new Set([...lines, 'Metadata: read'])].sort()
}

/** Whether the job or its file has a `permissions` key. */
export function declaresPermissions(text: string, jobId: string): boolean {
  return declaredPermissions(text, jobId) !== undefined
}

function declaredPermissions(text: string, jobId: string): unknown {
  const file = mapping(parse(text))
  return mapping(mapping(file.jobs)[jobId]).permissions ?? file.permissions
}

function everyScope(level: string): string[] {
  const right = level === 'write-all' ? 'write' : 'read'
  const scopes = ['Actions', 'Checks', 'Contents', 'Deployments', 'Issues', 'Packages', 'PullRequests']
  return [...scopes.map((scope) => `${scope}: ${right}`), 'Metadata: read'].sort()
}

/** `pull-requests` → `PullRequests`, as the runner prints it. */
function pascal(scope: string): string {
  return scope.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
