import { AccountId, parseRoleArn } from './ids'
import { type MigrationContext, type MovingRole, migrationState, movingOf } from './migration'
import { trustingBoth, trustingImmutable } from './migration-trust'
import type { SubjectSettings } from './observation'
import type { Plan, Step } from './plan'
import { conflict, type Draft, step, steps, together } from './plan/draft'
import { lintsOf } from './plan/lints'
import { withinQuotas } from './plan/quota'
import type { Setup } from './setup'
import { presentsImmutable } from './subject'

/**
 * The plan of the next stage: both forms trusted, the opt-in, or the classic form dropped. Without steps where a run
 * comes next, nothing is left to do, or something stands in the way, which is said.
 */
export function planMigration(context: MigrationContext & { setup: Setup }, request: { id: string }): Plan {
  const { observation, account, setup, now } = context
  const draft = withinQuotas(draftOf(context), account)
  return {
    id: request.id,
    repository: observation.facts.repository,
    createdAt: new Date(now).toISOString(),
    setup,
    purpose: 'migration',
    ...draft,
    lints: lintsOf(draft.steps),
  }
}

function draftOf(context: MigrationContext): Draft {
  const { facts } = context.observation
  const { next, why } = migrationState(context)
  const moving = movingOf(context)
  if (why !== null) return conflict(facts.repository, why)
  if (!moving.ok || next === null || next === 'test-run') return steps()
  if (next === 'opt-in') return steps(optIn(context, moving.settings))
  return together(
    moving.roles.map((moved) =>
      next === 'trust-both' ? bothTrusted(context, moved) : classicDropped(context, moved),
    ),
  )
}

function bothTrusted({ observation: { facts } }: MigrationContext, { role, target }: MovingRole): Draft {
  const edit = trustingBoth(role.trust, facts, target)
  if (!edit.ok) return conflict(`trust policy of ${role.arn}`, edit.why)
  if (edit.document === role.trust) return steps()
  return steps(trustStep(role, edit.document, `Let ${role.name} trust ${facts.repository} in both forms`))
}

function classicDropped({ observation: { facts } }: MigrationContext, { role }: MovingRole): Draft {
  const drop = trustingImmutable(role.trust, facts)
  if (!drop.ok) return conflict(`trust policy of ${role.arn}`, drop.why)
  if (drop.document === null || drop.document === role.trust) return steps()
  return steps(
    trustStep(role, drop.document, `Drop the classic form of ${facts.repository} from ${role.name}`),
  )
}

function trustStep(role: MovingRole['role'], after: string, title: string): Step {
  return step(
    { kind: 'update-trust', account: accountOfRole(role), role: role.name, before: role.trust, after },
    {
      link: 'trust',
      title,
      target: role.arn,
      before: role.trust,
      after,
      language: 'json',
      calls: ['iam:UpdateAssumeRolePolicy'],
      needs: ['iam:UpdateAssumeRolePolicy'],
    },
  )
}

function optIn({ observation: { facts } }: MigrationContext, settings: SubjectSettings): Step {
  const { repository } = facts
  const own = settings.fromOrganization ? [] : settings.claimKeys
  const claimKeys = settings.useDefault ? null : own
  return step(
    { kind: 'set-subject-form', repository, claimKeys, before: presentsImmutable(settings), after: true },
    {
      link: 'trust',
      title: `Have ${repository} present its immutable subject`,
      target: `${repository} subject`,
      before: settings.prefix ?? `repo:${repository}`,
      after: `repo:${facts.owner}@${facts.ownerId}/${facts.name}@${facts.id}`,
      language: 'text',
      calls: [`PUT /repos/${repository}/actions/oidc/customization/sub`],
      needs: ['Actions: write'],
    },
  )
}

function accountOfRole({ arn }: MovingRole['role']): AccountId {
  return AccountId.parse(parseRoleArn(arn)?.account)
}
