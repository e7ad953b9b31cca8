import PQueue from 'p-queue'
import { z } from 'zod'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RepositoryObservation } from '../../../shared/domain/observation'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import { Channel } from '../../channel'
import { asking, unintelligible } from './errors'
import { BATCH, fleetQuery, ObservedRepository } from './fleet-query'
import { type FoundRepository, observeRepository } from './observe-repository'
import type { Octokit } from './octokit'
import { OrganizationValues } from './organization-values'
import { gone, refusedAnswer } from './refused-answer'

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
        const answer = answers[index] ?? unread(gone(repository))
        channel.push({ repository, observation: await observationOf(octokit, organizations, answer) })
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

/** The answer of each repository, or why GitHub gave none: one that is gone leaves the others theirs. */
async function askGraphql(octokit: Octokit, batch: RepositoryName[]): Promise<Reading<FoundRepository>[]> {
  const { query, variables } = fleetQuery(batch)
  const { data, refused } = await asking('read the fleet', async () => {
    try {
      return { data: Answers.parse(await octokit.graphql(query, variables)), refused: null }
    } catch (error) {
      const refused = refusedAnswer(error)
      if (refused === null) throw error
      if (refused.whole) throw new ExpectedFailure(refused.whole)
      return { data: refused.data, refused }
    }
  })
  return batch.map((repository, index) => {
    const alias = `r${index}`
    const answer = ObservedRepository.nullish().safeParse(data[alias])
    if (!answer.success) return unread(unintelligible(`read ${repository}`))
    if (!answer.data) return unread(refused?.ofRepository(alias, repository) ?? gone(repository))
    return known({ answer: answer.data, refused: refused?.ofFields(alias, repository) ?? new Map() })
  })
}

async function observationOf(
  octokit: Octokit,
  organizations: OrganizationValues,
  found: Reading<FoundRepository>,
): Promise<Reading<RepositoryObservation>> {
  if (!found.known) return found
  try {
    return known(await observeRepository(octokit, organizations, found.value))
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
