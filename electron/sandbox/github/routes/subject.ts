import type { Hono } from 'hono'
import { z } from 'zod'
import type { GithubRepository, GithubWorld } from '../github-world'
import { findOwner } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { organizationFor, repositoryFor } from '../request/permission'

const ClaimKeys = z.array(z.string().regex(/^\w+$/, 'a claim key has only letters, digits and underscores'))
const RepositoryTemplate = z.object({
  use_default: z.boolean(),
  include_claim_keys: ClaimKeys.optional(),
  use_immutable_subject: z.boolean().optional(),
})
const OrganizationTemplate = z.object({
  include_claim_keys: ClaimKeys.optional(),
  use_immutable_subject: z.boolean().optional(),
})

/** What a subject template is when nobody wrote one. */
const DEFAULT_KEYS = ['repo', 'context']

const ORGANIZATION = '/orgs/:org/actions/oidc/customization/sub'
const REPOSITORY = '/repos/:owner/:repo/actions/oidc/customization/sub'

/** How the `sub` claim of OIDC tokens is made (field-notes §1). */
export function subjectRoutes(app: Hono<GithubEnv>): void {
  app.get(REPOSITORY, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { useDefault, claimKeys } = repository.subject
    return c.json({
      use_default: useDefault,
      ...(useDefault ? {} : { include_claim_keys: claimKeys }),
      /* Enterprise Server knows no immutable subjects (field-notes §1). */
      ...(c.get('scene').edition === 'server' ? {} : immutableForm(c, repository)),
    })
  })
  app.put(REPOSITORY, setRepositoryTemplate)
  app.get(ORGANIZATION, (c) => {
    const owner = organizationFor(c, { organization_administration: 'read' })
    return c.json({
      include_claim_keys: owner.claimKeys.length > 0 ? owner.claimKeys : DEFAULT_KEYS,
      use_immutable_subject: owner.immutableSubjects ?? false,
    })
  })
  app.put(ORGANIZATION, setOrganizationTemplate)
}

function immutableForm(c: GithubContext, repository: GithubRepository) {
  return {
    use_immutable_subject: repository.subject.immutable,
    sub_claim_prefix: subjectPrefix(c.get('scene').github, repository),
  }
}

/** `sub_claim_prefix`: the `repo:…` part of the subject, with IDs where it is immutable. */
export function subjectPrefix(github: GithubWorld, { id, owner, name, subject }: GithubRepository): string {
  const ownerId = findOwner(github, owner)?.id
  return subject.immutable ? `repo:${owner}@${ownerId}/${name}@${id}` : `repo:${owner}/${name}`
}

async function setRepositoryTemplate(c: GithubContext) {
  const repository = repositoryFor(c, { actions: 'write' })
  const body = await readBody(c, RepositoryTemplate)
  repository.subject.useDefault = body.use_default
  if (body.include_claim_keys) repository.subject.claimKeys = body.include_claim_keys
  if (body.use_immutable_subject !== undefined) repository.subject.immutable = body.use_immutable_subject
  c.get('scene').stage.changed()
  return c.json({}, 201)
}

async function setOrganizationTemplate(c: GithubContext) {
  const owner = organizationFor(c, { organization_administration: 'write' })
  const { github, stage } = c.get('scene')
  const body = await readBody(c, OrganizationTemplate)
  if (body.include_claim_keys) owner.claimKeys = body.include_claim_keys
  if (body.use_immutable_subject !== undefined) {
    owner.immutableSubjects = body.use_immutable_subject
    for (const repository of github.repositories) {
      if (repository.owner === owner.login) repository.subject.immutable = body.use_immutable_subject
    }
  }
  stage.changed()
  return c.json({}, 201)
}
