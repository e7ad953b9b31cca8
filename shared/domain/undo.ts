import type { AccountId, RepositoryName, RoleName } from './ids'
import type { FileChange, Step } from './plan'

/**
 * What takes a done step back, as a pure description. `expected` is what the step left behind: where the world
 * holds something else by now, somebody changed it since and the undo is refused.
 */
export type Inverse =
  | { kind: 'delete-provider'; account: AccountId; url: string; expected: string[] }
  | { kind: 'remove-audience'; account: AccountId; providerArn: string; clientId: string }
  | { kind: 'delete-role'; account: AccountId; role: RoleName; expected: string }
  | { kind: 'restore-trust'; account: AccountId; role: RoleName; expected: string; restore: string }
  | {
      kind: 'restore-role-policy'
      account: AccountId
      role: RoleName
      policy: string
      expected: string
      restore: string
    }
  | { kind: 'delete-role-policy'; account: AccountId; role: RoleName; policy: string; expected: string }
  | {
      kind: 'restore-boundary'
      account: AccountId
      role: RoleName
      expected: string | null
      restore: string | null
    }
  | {
      kind: 'restore-role-tags'
      account: AccountId
      role: RoleName
      expected: Record<string, string>
      restore: Record<string, string | null>
    }
  | {
      kind: 'restore-session-duration'
      account: AccountId
      role: RoleName
      expected: number
      restore: number
    }
  | {
      kind: 'restore-variable'
      repository: RepositoryName
      environment: string | null
      name: string
      expected: string
      restore: string
    }
  | {
      kind: 'delete-variable'
      repository: RepositoryName
      environment: string | null
      name: string
      expected: string
    }
  | { kind: 'delete-secret'; repository: RepositoryName; environment: string | null; name: string }
  | {
      kind: 'create-variable'
      repository: RepositoryName
      environment: string | null
      name: string
      restore: string
    }
  | { kind: 'put-role-policy'; account: AccountId; role: RoleName; policy: string; restore: string }
  | { kind: 'create-role'; account: AccountId; role: RoleName; restore: string }
  | { kind: 'unshare-variable'; organization: string; repository: RepositoryName; name: string }
  /** Closes the pull request that the step's outcome names. */
  | { kind: 'withdraw-proposal'; repository: RepositoryName; branch: string }
  /** A pull request of its own: a merged commit is never rewritten. */
  | { kind: 'revert-files'; repository: RepositoryName; base: string; files: FileChange[] }
  | { kind: 'disable-workflow'; repository: RepositoryName; workflowId: number }
  | { kind: 'restore-subject-form'; repository: RepositoryName; expected: boolean; restore: boolean }

/** How a step is taken back; `'none'` where AWS or GitHub keep no way back (the form, an overwritten secret). */
export function inverse({ action }: Pick<Step, 'action'>): Inverse | 'none' {
  switch (action.kind) {
    case 'create-provider':
      return {
        kind: 'delete-provider',
        account: action.account,
        url: action.url,
        expected: action.clientIds,
      }
    case 'add-audience':
      return {
        kind: 'remove-audience',
        account: action.account,
        providerArn: action.providerArn,
        clientId: action.clientId,
      }
    case 'create-role':
      return { kind: 'delete-role', account: action.account, role: action.name, expected: action.trust }
    case 'update-trust':
      return {
        kind: 'restore-trust',
        account: action.account,
        role: action.role,
        expected: action.after,
        restore: action.before,
      }
    case 'put-role-policy': {
      const { account, role, policy, after: expected } = action
      if (action.before === null) return { kind: 'delete-role-policy', account, role, policy, expected }
      return { kind: 'restore-role-policy', account, role, policy, expected, restore: action.before }
    }
    case 'set-boundary': {
      const { account, role, after: expected, before: restore } = action
      return { kind: 'restore-boundary', account, role, expected, restore }
    }
    case 'set-role-tags': {
      const { account, role, after: expected, before: restore } = action
      return { kind: 'restore-role-tags', account, role, expected, restore }
    }
    case 'set-session-duration': {
      const { account, role, after: expected, before: restore } = action
      return { kind: 'restore-session-duration', account, role, expected, restore }
    }
    // Others of the account call the model by it as soon as it stands.
    case 'accept-agreement':
    case 'submit-use-case-form':
      return 'none'
    case 'set-variable': {
      const { repository, environment, name, after: expected } = action
      if (action.before === null) return { kind: 'delete-variable', repository, environment, name, expected }
      return { kind: 'restore-variable', repository, environment, name, expected, restore: action.before }
    }
    case 'set-secret': {
      // GitHub never gives a secret's value back: what was overwritten is gone.
      if (action.existed) return 'none'
      const { repository, environment, name } = action
      return { kind: 'delete-secret', repository, environment, name }
    }
    case 'share-variable': {
      const { organization, repository, name } = action
      return { kind: 'unshare-variable', organization, repository, name }
    }
    case 'propose-workflow':
      return { kind: 'withdraw-proposal', repository: action.repository, branch: action.branch }
    case 'merge-pull-request':
      return {
        kind: 'revert-files',
        repository: action.repository,
        base: action.base,
        files: action.files.map(({ path, before, after }) => ({ path, before: after, after: before })),
      }
    case 'enable-workflow':
      return { kind: 'disable-workflow', repository: action.repository, workflowId: action.workflowId }
    case 'set-subject-form':
      return {
        kind: 'restore-subject-form',
        repository: action.repository,
        expected: action.after,
        restore: action.before,
      }
    case 'delete-variable': {
      const { repository, environment, name, before: restore } = action
      return { kind: 'create-variable', repository, environment, name, restore }
    }
    case 'delete-secret':
      return 'none'
    case 'delete-role-policy': {
      const { account, role, policy, before: restore } = action
      return { kind: 'put-role-policy', account, role, policy, restore }
    }
    case 'delete-role':
      return { kind: 'create-role', account: action.account, role: action.name, restore: action.trust }
    default: {
      const unreachable: never = action
      return unreachable
    }
  }
}
