import { z } from 'zod'
import type { RepositoryName } from '../../../shared/domain/ids'
import { RepositoryFacts } from '../../../shared/domain/observation'
import { Conclusion, type RunJob, RunStatus, type RunSummary } from '../../../shared/domain/run'

const time = z.string().transform((text) => new Date(text).toISOString())
const maybeTime = time.nullish().transform((text) => text ?? null)
const conclusion = z
  .string()
  .nullish()
  .transform((text) =>
    Conclusion.nullable()
      .catch(null)
      .parse(text ?? null),
  )

/** A workflow run as REST gives it. */
export const RestRun = z.object({
  id: z.number(),
  name: z.string().nullish(),
  path: z.string(),
  run_number: z.number(),
  run_attempt: z.number().optional(),
  display_title: z.string(),
  event: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
  head_repository: z.object({ full_name: z.string() }).nullish(),
  actor: z.object({ login: z.string() }).optional(),
  status: z.string().nullable(),
  conclusion,
  created_at: time,
  updated_at: time,
  html_url: z.string(),
})

export function runFromRest(repository: RepositoryName, run: z.infer<typeof RestRun>): RunSummary {
  const [path] = run.path.split('@')
  return {
    id: run.id,
    repository,
    number: run.run_number,
    attempt: run.run_attempt ?? 1,
    title: run.display_title,
    workflowName: run.name ?? path ?? run.path,
    workflowPath: path ?? null,
    event: run.event,
    branch: run.head_branch,
    headSha: run.head_sha,
    actor: run.actor?.login ?? null,
    headRepository: run.head_repository?.full_name ?? null,
    status: RunStatus.parse(run.status),
    conclusion: run.conclusion,
    createdAt: run.created_at,
    updatedAt: run.updated_at,
    url: run.html_url,
  }
}

const RestStep = z.object({
  number: z.number(),
  name: z.string(),
  status: RunStatus,
  conclusion,
  started_at: maybeTime,
  completed_at: maybeTime,
})

/** A job of a run as REST gives it. */
export const RestJob = z.object({
  id: z.number(),
  name: z.string(),
  status: RunStatus,
  conclusion,
  started_at: maybeTime,
  completed_at: maybeTime,
  html_url: z.string().nullable(),
  steps: z.array(RestStep).optional(),
})

export function jobFromRest(job: z.infer<typeof RestJob>): RunJob {
  return {
    id: job.id,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    startedAt: job.started_at,
    completedAt: job.completed_at,
    url: job.html_url,
    steps: (job.steps ?? []).map((step) => ({
      number: step.number,
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      startedAt: step.started_at,
      completedAt: step.completed_at,
    })),
  }
}

/** A repository as REST lists it. */
export const RestRepository = z.object({
  id: z.number(),
  node_id: z.string(),
  name: z.string(),
  full_name: z.string(),
  owner: z.object({ login: z.string(), id: z.number(), type: z.string() }),
  private: z.boolean(),
  visibility: z.enum(['public', 'private', 'internal']).optional(),
  archived: z.boolean(),
  fork: z.boolean(),
  default_branch: z.string().nullish(),
  created_at: time,
  html_url: z.string(),
  permissions: z.record(z.string(), z.boolean()).optional(),
})

const RIGHTS = ['admin', 'maintain', 'write', 'triage', 'read'] as const
const REST_RIGHT = {
  admin: 'admin',
  maintain: 'maintain',
  write: 'push',
  triage: 'triage',
  read: 'pull',
} as const

export function factsFromRest(found: z.infer<typeof RestRepository>): RepositoryFacts {
  return RepositoryFacts.parse({
    repository: found.full_name,
    id: found.id,
    nodeId: found.node_id,
    owner: found.owner.login,
    ownerId: found.owner.id,
    ownerKind: found.owner.type === 'Organization' ? 'organization' : 'user',
    name: found.name,
    visibility: found.visibility ?? (found.private ? 'private' : 'public'),
    archived: found.archived,
    fork: found.fork,
    defaultBranch: found.default_branch ?? null,
    createdAt: found.created_at,
    url: found.html_url,
    permission: RIGHTS.find((right) => found.permissions?.[REST_RIGHT[right]]) ?? null,
  })
}
