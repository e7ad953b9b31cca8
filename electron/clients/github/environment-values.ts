import { bedrockJobs } from '../../../shared/domain/bedrock-jobs'
import type {
  EnvironmentFacts,
  RepositoryFacts,
  SecretName,
  Variable,
  WorkflowObservation,
} from '../../../shared/domain/observation'
import { type Reading, readingOf } from '../../../shared/domain/reading'
import type { WorkflowJob } from '../../../shared/domain/workflow-types'
import { asking } from './errors'
import type { Octokit } from './octokit'
import { listSecrets } from './values'

/** Environments to ask, each of which costs a request. */
export interface EnvironmentsToAsk {
  variables: string[]
  secrets: string[]
}

/**
 * Which environments matter to our jobs: those that a job names, and, where a job misses a name, every environment
 * that may be the one which holds it.
 */
export function environmentsToAsk(
  workflows: readonly WorkflowObservation[],
  environments: readonly EnvironmentFacts[],
  found: { variables: readonly Variable[]; secrets: readonly SecretName[] },
): EnvironmentsToAsk {
  const jobs = workflows.flatMap(({ parsed }) =>
    parsed.valid ? bedrockJobs(parsed.file).map(({ job }) => job) : [],
  )
  const variables = jobs.filter((job) => misses(job.reads.variables, found.variables))
  const secrets = jobs.filter((job) => misses(job.reads.secrets, found.secrets))
  const named = jobs.filter(({ environment }) => environment !== null)
  return {
    variables: reachedBy([...named, ...variables], environments),
    secrets: reachedBy(secrets, environments),
  }
}

/* Names of variables and secrets compare without case (GitHub docs, variables reference). GITHUB_TOKEN is built in. */
function misses(reads: readonly string[], found: readonly { name: string }[]): boolean {
  const present = new Set(found.map(({ name }) => name.toUpperCase()))
  return reads.some((name) => !present.has(name.toUpperCase()) && name.toUpperCase() !== 'GITHUB_TOKEN')
}

/* A literal name is one environment; an expression, or none where a name is missed, may be any. */
function reachedBy(jobs: readonly WorkflowJob[], environments: readonly EnvironmentFacts[]): string[] {
  const literal = new Set(jobs.map(({ environment }) => environment?.toLowerCase()))
  const any = jobs.some(({ environment }) => environment === null || environment.includes('${{'))
  return environments.map(({ name }) => name).filter((name) => any || literal.has(name.toLowerCase()))
}

/** The secret names of every environment of a repository; one that cannot be read leaves them all unread. */
export function readEnvironmentSecrets(
  octokit: Octokit,
  { owner, name: repo, repository }: RepositoryFacts,
  environments: readonly string[],
): Promise<Reading<SecretName[]>> {
  return readingOf(() =>
    asking(`read the environments’ secret names of ${repository}`, async () => {
      const lists = await Promise.all(
        environments.map((environment) =>
          listSecrets(octokit, { owner, repo, scope: { kind: 'environment', environment } }),
        ),
      )
      return lists.flat()
    }),
  )
}
