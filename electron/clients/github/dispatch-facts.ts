import { z } from 'zod'
import type { GitRef } from '../../../shared/contract/test-runs'
import { type RepositoryName, splitRepository } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { asking, statusOf } from './errors'
import type { Octokit } from './octokit'
import { repo } from './settings'

type FactCalls = Pick<GithubClient, 'refs' | 'dispatchFacts' | 'actionsEnabled'>

/** How many branches, and how many tags, one search shows. */
const MOST_REFS = 30

const REFS = `query Refs($owner: String!, $name: String!, $text: String!) {
  repository(owner: $owner, name: $name) {
    branches: refs(refPrefix: "refs/heads/", query: $text, first: ${MOST_REFS}) { totalCount nodes { name } }
    tags: refs(refPrefix: "refs/tags/", query: $text, first: ${MOST_REFS}) { totalCount nodes { name } }
  }
}`

const FACTS = `query Dispatch(
  $owner: String!, $name: String!, $branch: String!, $tag: String!, $here: String!, $onDefault: String!
) {
  repository(owner: $owner, name: $name) {
    branch: ref(qualifiedName: $branch) { name }
    tag: ref(qualifiedName: $tag) { name }
    here: object(expression: $here) { ... on Blob { text } }
    onDefault: object(expression: $onDefault) { ... on Blob { text } }
  }
}`

const Refs = z.object({
  totalCount: z.number(),
  nodes: z.array(z.object({ name: z.string() }).nullable()).nullable(),
})
const RefsAnswer = z.object({ repository: z.object({ branches: Refs, tags: Refs }) })

const Named = z.object({ name: z.string() }).nullable()
const Blob = z.object({ text: z.string().nullish() }).nullable()
const FactsAnswer = z.object({
  repository: z.object({ branch: Named, tag: Named, here: Blob, onDefault: Blob }),
})

/** What a dispatch meets: refs, the file at a ref, and whether Actions run at all. */
export function dispatchFactCalls(octokit: Octokit): FactCalls {
  return {
    refs: (repository, text) =>
      asking(`list the branches and tags of ${repository}`, async () => {
        const variables = { ...splitRepository(repository), text }
        const answer = RefsAnswer.parse(await octokit.graphql(REFS, variables))
        const { branches, tags } = answer.repository
        const refs = [...refsOf('branch', branches), ...refsOf('tag', tags)]
        return { refs, more: branches.totalCount + tags.totalCount > refs.length }
      }),
    dispatchFacts: (repository, path, ref) =>
      asking(`read ${path} of ${repository} at ${ref}`, () => readFacts(octokit, repository, path, ref)),
    actionsEnabled: (repository) =>
      asking(`say whether ${repository} runs actions`, async () => {
        try {
          const { data } = await octokit.request(
            'GET /repos/{owner}/{repo}/actions/permissions',
            repo(repository),
          )
          return data.enabled
        } catch (error) {
          const status = statusOf(error)
          if (status === 403 || status === 404) return null
          throw error
        }
      }),
  }
}

async function readFacts(octokit: Octokit, repository: RepositoryName, path: string, ref: string) {
  const name = ref.replace(/^refs\/(?:heads|tags)\//, '')
  const variables = {
    ...splitRepository(repository),
    branch: `refs/heads/${name}`,
    tag: `refs/tags/${name}`,
    here: `${ref}:${path}`,
    onDefault: `HEAD:${path}`,
  }
  const answer = FactsAnswer.parse(await octokit.graphql(FACTS, variables))
  const { branch, tag, here, onDefault } = answer.repository
  const isBranch = branch !== null && !ref.startsWith('refs/tags/')
  const isTag = tag !== null && !ref.startsWith('refs/heads/')
  /* GitHub takes a name that is both for the branch. */
  const refKind = isBranch ? ('branch' as const) : isTag ? ('tag' as const) : null
  return {
    refKind,
    textAtRef: refKind === null ? null : (here?.text ?? null),
    textOnDefault: onDefault?.text ?? null,
  }
}

function refsOf(kind: GitRef['kind'], { nodes }: z.infer<typeof Refs>): GitRef[] {
  return (nodes ?? []).flatMap((node) => (node ? [{ kind, name: node.name }] : []))
}
