import type { Connections } from '../../../shared/contract/connections'

/** Whose fleet is looked at: the sandbox's or a GitHub identity's; null while there is none. */
export function identityOf({ sandbox, github }: Connections): string | null {
  if (sandbox) return 'sandbox'
  return github && `${github.host}/${github.login ?? github.id}`
}
