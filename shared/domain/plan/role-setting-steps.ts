import { asksForLong, secondsAsked } from '../links/session-length'
import type { RoleObservation } from '../observation'
import type { OurJob } from '../picture'
import { roleNamed } from '../target'
import { type Draft, type Planning, step, steps, together } from './draft'
import { plannedJob } from './wanted-of-job'

/** What a standing role has beside its policies: boundary, tags, and how long its sessions may last. */
export function roleSettingSteps(planning: Planning): Draft {
  const { account, setup } = planning
  const role = account ? roleNamed(account, setup.role) : null
  if (!role) return steps()
  return together([boundaryStep(planning, role), tagStep(planning, role), durationStep(planning, role)])
}

/** The longest session that a job of the role asks for, in seconds; null where none asks for more than an hour. */
export function longestSession({ jobs, setup, wanted, account }: Planning): number | null {
  const takes = (job: OurJob) => plannedJob(job, setup, wanted, account).role.arn === wanted.role.arn
  const asked = jobs.filter(asksForLong).filter(takes).map(secondsAsked)
  return asked.reduce<number | null>((most, one) => (one === null ? most : Math.max(most ?? 0, one)), null)
}

function boundaryStep({ setup }: Planning, role: RoleObservation): Draft {
  const { boundary } = setup
  if (boundary === undefined || boundary === role.boundaryArn) return steps()
  const call = boundary === null ? 'iam:DeleteRolePermissionsBoundary' : 'iam:PutRolePermissionsBoundary'
  return steps(
    step(
      {
        kind: 'set-boundary',
        account: setup.account,
        role: role.name,
        before: role.boundaryArn,
        after: boundary,
      },
      {
        link: 'permissions',
        title:
          boundary === null
            ? `Take the permissions boundary of ${role.name} away`
            : `Give ${role.name} a permissions boundary`,
        target: `${role.arn} boundary`,
        before: role.boundaryArn,
        after: boundary,
        language: 'text',
        calls: [call],
        needs: [call],
      },
    ),
  )
}

function tagStep({ setup }: Planning, role: RoleObservation): Draft {
  const differing = Object.entries(setup.tags ?? {}).filter(([key, value]) => role.tags[key] !== value)
  if (differing.length === 0) return steps()
  const before = Object.fromEntries(differing.map(([key]) => [key, role.tags[key] ?? null]))
  const after = Object.fromEntries(differing)
  return steps(
    step(
      { kind: 'set-role-tags', account: setup.account, role: role.name, before, after },
      {
        link: 'permissions',
        title: `Tag ${role.name} with ${differing.map(([key]) => key).join(', ')}`,
        target: `${role.arn} tags`,
        before: JSON.stringify(before, null, 2),
        after: JSON.stringify(after, null, 2),
        language: 'json',
        calls: ['iam:TagRole'],
        needs: ['iam:TagRole', 'iam:UntagRole'],
      },
    ),
  )
}

function durationStep(planning: Planning, role: RoleObservation): Draft {
  const after = longestSession(planning)
  const before = role.maxSessionDuration
  if (after === null || before === null || after <= before) return steps()
  const { account } = planning.setup
  return steps(
    step(
      { kind: 'set-session-duration', account, role: role.name, before, after },
      {
        link: 'trust',
        title: `Let ${role.name} give sessions of ${after} seconds`,
        target: `${role.arn} maximum session duration`,
        before: `${before} seconds`,
        after: `${after} seconds`,
        language: 'text',
        calls: ['iam:UpdateRole'],
        needs: ['iam:UpdateRole'],
      },
    ),
  )
}
