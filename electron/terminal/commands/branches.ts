import type { LeftBranches } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

/** `branches [R…]`: lists what our merged pull requests left behind; with --delete it is deleted first. */
export async function branchesVerb(
  { client, json, print, progress, told }: Session,
  repositories: RepositoryName[] | null,
  flags: { delete: boolean },
): Promise<number> {
  progress(flags.delete ? 'Deleting merged branches …' : 'Looking for merged branches …')
  const ask = flags.delete ? client.setup.deleteMergedBranches : client.setup.mergedBranches
  const left = await ask({ repositories })
  print(json ? JSON.stringify({ repositories: left }, null, 2) : textOf(left, flags.delete))
  for (const { repository, failure } of left) if (failure) progress(`${repository}: ${told(failure)}`)
  if (left.some(({ failure }) => failure)) return EXIT.unanswered
  return flags.delete && left.some(({ branches }) => branches.length > 0) ? EXIT.bad : EXIT.fine
}

function textOf(left: readonly LeftBranches[], deleted: boolean): string {
  const rows = left.flatMap(({ repository, branches }) =>
    branches.map(({ branch, pullRequest, url }) => [repository, branch, `#${pullRequest}`, url]),
  )
  if (rows.length > 0) return columns(rows)
  return deleted ? 'No merged branch of Rolecall is left.' : 'Rolecall has left no merged branch.'
}
