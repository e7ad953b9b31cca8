import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RepositoryName } from '../../shared/domain/ids'
import type { RepositoryFacts, SubjectSettings } from '../../shared/domain/observation'
import {
  contextOf,
  escapeSubjectValue,
  predictSubject,
  scopeSubjects,
  subjectParts,
  subjectPrefix,
  subjectsOfJob,
} from '../../shared/domain/subject'
import { parseWorkflow } from '../../shared/domain/workflow-file'
import type { WorkflowFile, WorkflowJob } from '../../shared/domain/workflow-types'

const facts: RepositoryFacts = {
  repository: RepositoryName.parse('octo-org/octo-repo'),
  id: 456789,
  nodeId: 'R_1',
  owner: 'octo-org',
  ownerId: 123456,
  ownerKind: 'organization',
  name: 'octo-repo',
  visibility: 'private',
  archived: false,
  fork: false,
  defaultBranch: 'main',
  createdAt: '2026-08-01T00:00:00Z',
  url: 'https://github.com/octo-org/octo-repo',
  permission: 'admin',
}

const CLASSIC: SubjectSettings = { useDefault: true, claimKeys: [], immutable: false, prefix: null }
const IMMUTABLE: SubjectSettings = { ...CLASSIC, immutable: true }
const custom = (...claimKeys: string[]): SubjectSettings => ({ ...CLASSIC, useDefault: false, claimKeys })

describe('the repository part (GitHub’s OIDC reference, immutable subject claims)', () => {
  it.each([
    ['classic', CLASSIC, 'repo:octo-org/octo-repo'],
    ['immutable', IMMUTABLE, 'repo:octo-org@123456/octo-repo@456789'],
    [
      'as GitHub says, against the flag (field-notes §1)',
      { ...CLASSIC, prefix: 'repo:octo-org@123456/octo-repo@456789' },
      'repo:octo-org@123456/octo-repo@456789',
    ],
  ])('%s', (_, settings, prefix) => {
    expect(subjectPrefix(facts, settings)).toBe(prefix)
  })

  it('can be taken apart again', () => {
    expect(subjectParts('repo:octo-org@123456/octo-repo@456789:environment:Production%3AV1')).toEqual({
      owner: 'octo-org',
      ownerId: '123456',
      name: 'octo-repo',
      repositoryId: '456789',
      context: 'environment:Production%3AV1',
    })
    expect(subjectParts('repo:octo-org/octo-repo:*')).toMatchObject({ ownerId: null, context: '*' })
    expect(subjectParts('repository_owner:monalisa')).toBeNull()
  })
})

describe('the context part (GitHub’s OIDC reference, example subject claims)', () => {
  it.each([
    [{ kind: 'branch', name: 'demo-branch' } as const, 'ref:refs/heads/demo-branch'],
    [{ kind: 'tag', name: 'demo-tag' } as const, 'ref:refs/tags/demo-tag'],
    [{ kind: 'environment', name: 'Production' } as const, 'environment:Production'],
    [{ kind: 'environment', name: 'Production:V1' } as const, 'environment:Production%3AV1'],
    [{ kind: 'pull-request' } as const, 'pull_request'],
    [{ kind: 'any' } as const, '*'],
  ])('%j → %s', (scope, context) => {
    expect(contextOf(scope)).toBe(context)
  })

  it('never has a colon of its own in a value', () => {
    fc.assert(fc.property(fc.string(), (value) => !escapeSubjectValue(value).includes(':')))
  })
})

describe('a customised subject (GitHub’s OIDC reference, customizing the subject claims)', () => {
  const workflowRef = 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main'
  const predict = (settings: SubjectSettings, context = 'environment:prod') =>
    predictSubject({ facts, settings, context, claims: { job_workflow_ref: workflowRef } })

  it.each([
    [
      ['repository_owner', 'repository_visibility'],
      'repository_owner:octo-org:repository_visibility:private',
    ],
    [['repository_owner'], 'repository_owner:octo-org'],
    [['job_workflow_ref'], `job_workflow_ref:${workflowRef}`],
    [
      ['repo', 'context', 'job_workflow_ref'],
      `repo:octo-org/octo-repo:environment:prod:job_workflow_ref:${workflowRef}`,
    ],
    [['repo'], 'repo:octo-org/octo-repo'],
    [['repository_id'], 'repository_id:456789'],
    [['repository_owner_id'], 'repository_owner_id:123456'],
  ])('of the keys %j', (keys, subject) => {
    expect(predict(custom(...keys))).toEqual({ known: true, subject })
  })

  it('keeps the IDs of an immutable repository', () => {
    expect(predict({ ...custom('repo', 'context'), immutable: true })).toEqual({
      known: true,
      subject: 'repo:octo-org@123456/octo-repo@456789:environment:prod',
    })
  })

  it('is not told where a claim is known only to the run, or the template is the organization’s', () => {
    const actor = predict(custom('repo', 'actor'))
    expect(actor.known).toBe(false)
    expect(!actor.known && actor.why).toContain('actor')
    expect(predict(custom()).known).toBe(false)
  })

  it('is ignored while the repository uses the default', () => {
    expect(predict({ ...custom('actor'), useDefault: true })).toEqual({
      known: true,
      subject: 'repo:octo-org/octo-repo:environment:prod',
    })
  })
})

describe('the subjects to trust for scopes', () => {
  it('are exact, each once', () => {
    const main = { kind: 'branch', name: 'main' } as const
    expect(scopeSubjects([main, { kind: 'pull-request' }, main], facts, IMMUTABLE)).toEqual([
      'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main',
      'repo:octo-org@123456/octo-repo@456789:pull_request',
    ])
  })

  it('leave open what only a run knows, as long as the repository stays in', () => {
    const scopes = [{ kind: 'environment', name: 'prod' } as const]
    expect(scopeSubjects(scopes, facts, custom('repo', 'context', 'actor'))).toEqual([
      'repo:octo-org/octo-repo:environment:prod:actor:*',
    ])
    expect(scopeSubjects(scopes, facts, custom('repository_id', 'environment'))).toEqual([
      'repository_id:456789:environment:prod',
    ])
    expect(scopeSubjects(scopes, facts, custom('job_workflow_ref'))).toEqual([])
  })
})

const STEPS = `runs-on: ubuntu-latest
    steps: [{ run: 'true' }]`

/** Reads a workflow file of one job; `on` and `job` are YAML. */
function workflow(on: string, job = STEPS): { file: WorkflowFile; job: WorkflowJob } {
  const parsed = parseWorkflow(
    '.github/workflows/ask.yml',
    `name: Ask\non: ${on}\njobs:\n  ask:\n    ${job}\n`,
  )
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.errors))
  const [only] = parsed.file.jobs
  if (!only) throw new Error('The file has no job.')
  return { file: parsed.file, job: only }
}

function subjectsIn(on: string, job: string) {
  const read = workflow(on, job)
  return subjectsOfJob(read.file, read.job, facts, CLASSIC)
}

function predicted(on: string, job = STEPS, settings = CLASSIC) {
  const read = workflow(on, job)
  const [subject] = subjectsOfJob(read.file, read.job, facts, settings)
  return subject && [subject.subject.replace('repo:octo-org/octo-repo:', ''), subject.exact]
}

describe('the subjects of a job', () => {
  it('is one for each trigger, with the claims that are certain', () => {
    const { file, job } = workflow('[workflow_dispatch, pull_request]')
    const subjects = subjectsOfJob(file, job, facts, IMMUTABLE, '.github/workflows/ask.yml')
    const repository = {
      aud: 'sts.amazonaws.com',
      repository: 'octo-org/octo-repo',
      repository_id: '456789',
      repository_owner: 'octo-org',
      repository_owner_id: '123456',
      repository_visibility: 'private',
      workflow: 'Ask',
    }
    const main = 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main'
    const pull = 'repo:octo-org@123456/octo-repo@456789:pull_request'
    expect(subjects).toEqual([
      {
        jobId: 'ask',
        event: 'workflow_dispatch',
        context: 'ref:refs/heads/main',
        subject: main,
        exact: true,
        claims: {
          ...repository,
          sub: main,
          event_name: 'workflow_dispatch',
          ref: 'refs/heads/main',
          job_workflow_ref: 'octo-org/octo-repo/.github/workflows/ask.yml@refs/heads/main',
        },
        open: ['actor', 'actor_id', 'enterprise_id'],
      },
      {
        jobId: 'ask',
        event: 'pull_request',
        context: 'pull_request',
        subject: pull,
        exact: true,
        claims: { ...repository, sub: pull, event_name: 'pull_request' },
        open: ['actor', 'actor_id', 'enterprise_id', 'job_workflow_ref', 'ref'],
      },
    ])
  })

  it('leaves an environment open whose name a trust policy would read as a pattern', () => {
    const [subject] = subjectsIn('push', `environment: 'prod*'\n    ${STEPS}`)
    expect(subject).toMatchObject({ exact: false, open: expect.arrayContaining(['environment']) })
  })

  it.each([
    ['{ schedule: [{ cron: "0 6 * * 1" }] }', 'ref:refs/heads/main', true],
    ['issue_comment', 'ref:refs/heads/main', true],
    ['{ pull_request: { branches: [main] } }', 'pull_request', true],
    ['pull_request_target', 'pull_request', false],
    ['release', 'ref:refs/tags/*', false],
    ['create', 'ref:refs/*', false],
    ['merge_group', 'ref:refs/heads/*', false],
  ])('on %s is %s (certain: %s)', (on, context, exact) => {
    expect(predicted(on)).toEqual([context, exact])
  })

  /** GitHub Docs, events that trigger workflows: a push filtered neither by branches nor by tags runs for all of both. */
  it.each([
    ['push', ['refs/heads/main', 'refs/*']],
    ['{ push: { paths: ["src/**"] } }', ['refs/heads/main', 'refs/*']],
    ['{ push: { branches: [main] } }', ['refs/heads/main']],
    ['{ push: { branches: [main, dev] } }', ['refs/heads/main', 'refs/heads/dev']],
    ['{ push: { branches: ["m*"] } }', ['refs/heads/main', 'refs/heads/m*']],
    ['{ push: { branches: ["**", "!main", dev] } }', ['refs/heads/dev', 'refs/heads/*']],
    ['{ push: { branches: ["releases/*", dev] } }', ['refs/heads/dev', 'refs/heads/releases/*']],
    ['{ push: { branches: [dev, "!dev"] } }', []],
    ['{ push: { branches: ["releases/**"] } }', ['refs/heads/releases/*']],
    ['{ push: { branches-ignore: [dev] } }', ['refs/heads/main', 'refs/heads/*']],
    ['{ push: { branches-ignore: [main] } }', ['refs/heads/*']],
    ['{ push: { tags: [v1] } }', ['refs/tags/v1']],
    ['{ push: { tags: ["v*"] } }', ['refs/tags/v*']],
    ['{ push: { branches: [main], tags: [v1] } }', ['refs/heads/main', 'refs/tags/v1']],
  ])('on %s there is one for each ref', (on, refs) => {
    const subjects = subjectsIn(on, STEPS)
    expect(subjects.map(({ context }) => context)).toEqual(refs.map((ref) => `ref:${ref}`))
    expect(subjects.map(({ exact }) => exact)).toEqual(refs.map((ref) => !ref.includes('*')))
  })

  it('is none for a file that is only called, nor in a repository without a branch', () => {
    expect(predicted('workflow_call')).toBeUndefined()
    const { file, job } = workflow('push')
    expect(subjectsOfJob(file, job, { ...facts, defaultBranch: null }, CLASSIC)).toEqual([])
  })

  it('is the environment where the job names one, whatever the event', () => {
    for (const event of ['push', 'pull_request', 'release']) {
      expect(predicted(event, `environment: prod\n    ${STEPS}`)).toEqual(['environment:prod', true])
    }
    const { file, job } = workflow('issues', `environment: { name: 'a:b' }\n    ${STEPS}`)
    expect(subjectsOfJob(file, job, facts, CLASSIC)).toMatchObject([
      { context: 'environment:a%3Ab', claims: { environment: 'a:b' } },
    ])
  })

  it('is open where an expression names the environment', () => {
    const environment = `environment: \${{ github.event.inputs.target }}\n    ${STEPS}`
    expect(predicted('push', environment)).toEqual(['environment:*', false])
  })

  it('is open where a template asks for what only the run knows', () => {
    const actor = predicted('push', STEPS, custom('repo', 'context', 'actor'))
    expect(actor).toEqual(['ref:refs/heads/main:actor:*', false])
    expect(predicted('push', STEPS, custom())).toEqual(['ref:refs/heads/main', false])
  })

  const called = 'octo-org/shared/.github/workflows/x.yml'
  it.each([
    ['./.github/workflows/called.yml', 'octo-org/octo-repo/.github/workflows/called.yml@refs/heads/main'],
    [`${called}@refs/heads/main`, `${called}@refs/heads/main`],
    [`${called}@v1`, undefined],
  ])(
    'calling %s keeps the caller’s subject and names the called file where its ref is certain',
    (uses, expected) => {
      const { file, job } = workflow('push', `uses: ${uses}`)
      const [subject] = subjectsOfJob(file, job, facts, CLASSIC)
      expect(subject?.subject).toBe('repo:octo-org/octo-repo:ref:refs/heads/main')
      expect(subject?.claims.job_workflow_ref).toBe(expected)
    },
  )
})
