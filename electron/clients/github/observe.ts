import { GraphqlResponseError } from '@octokit/graphql'
import PQueue from 'p-queue'
import { z } from 'zod'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RepositoryObservation } from '../../../shared/domain/observation'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import { Channel } from '../../channel'
import { asking } from './errors'
import { BATCH, fleetQuery, ObservedRepository } from './fleet-query'
import { observeRepository } from './observe-repository'
import type { Octokit } from './octokit'
import { OrganizationValues } from './organization-values'

export interface Observed {
  repository: RepositoryName
  observation: Reading<RepositoryObservation>
}

/* Well under the 100 concurrent requests that GitHub allows one user, who has other tools too (field-notes §4). */
const AT_ONCE = 12
const BATCHES_AT_ONCE = 2

/** Observes in batches of 25 and passes each repository on as soon as it was read. */
export async function* observeFleet(
  octokit: Octokit,
  repositories: readonly RepositoryName[],
  signal?: AbortSignal,
): AsyncGenerator<Observed> {
  const channel = new Channel<Observed>()
  const organizations = new OrganizationValues(octokit)
  const batches = new PQueue({ concurrency: BATCHES_AT_ONCE })
  const details = new PQueue({ concurrency: AT_ONCE })
  const observeBatch = async (batch: RepositoryName[]): Promise<void> => {
    if (signal?.aborted) return
    const answers = await askGraphql(octokit, batch)
    const reads = batch.map((repository, index) =>
      details.add(async () => {
        const answer = answers[`r${index}`]
        channel.push({
          repository,
          observation: await observationOf(octokit, organizations, repository, answer),
        })
      }),
    )
    await Promise.all(reads)
  }
  const work = batchesOf(repositories).map((batch) => batches.add(() => observeBatch(batch)))
  Promise.all(work).then(
    () => channel.close(),
    (error: unknown) => channel.close(error),
  )
  yield* channel
}

function batchesOf(repositories: readonly RepositoryName[]): RepositoryName[][] {
  const count = Math.ceil(repositories.length / BATCH)
  return Array.from({ length: count }, (_, index) => repositories.slice(index * BATCH, (index + 1) * BATCH))
}

const Answers = z.record(z.string(), z.unknown())

/** The answers by alias. A repository that is gone leaves a null and an error, and the others their answers. */
async function askGraphql(octokit: Octokit, batch: RepositoryName[]): Promise<Record<string, unknown>> {
  const { query, variables } = fleetQuery(batch)
  return asking('read the fleet', async () => {
    try {
      return Answers.parse(await octokit.graphql(query, variables))
    } catch (error) {
      if (error instanceof GraphqlResponseError) return Answers.parse(error.data ?? {})
      throw error
    }
  })
}

async function observationOf(
  octokit: Octokit,
  organizations: OrganizationValues,
  repository: RepositoryName,
  answer: unknown,
): Promise<Reading<RepositoryObservation>> {
  if (answer === null || answer === undefined) return unread(gone(repository))
  try {
    return known(await observeRepository(octokit, organizations, ObservedRepository.parse(answer)))
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}

function gone(repository: RepositoryName) {
  return failure(
    'not-found',
    `GitHub has no repository ${repository}, or this token may not see it. It may have been renamed, moved or deleted.`,
    { kind: 'connect-github' },
    'NOT_FOUND',
  )
}
