import { describe, expect, test } from 'vitest'
import { fileAt } from '../../electron/sandbox/github/git-store'
import { CASES } from '../../electron/sandbox/seed/cases'
import { seedWorld } from '../../electron/sandbox/seed/seed-world'
import { parseWorkflow } from '../../shared/domain/workflow-file'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const seeded = (seed: number, repos?: number) =>
  seedWorld({ seed, now: NOW, ...(repos === undefined ? {} : { repos }) })

describe('a seeded world', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(seeded(3, 60)).toEqual(seeded(3, 60))
    expect(seeded(4, 60)).not.toEqual(seeded(3, 60))
  })

  test('has at least sixteen repositories in two organizations, and three accounts', () => {
    const { github, aws } = seeded(1)
    expect(github.repositories.length).toBeGreaterThanOrEqual(16)
    expect(new Set(github.repositories.map(({ owner }) => owner))).toEqual(new Set(['acme', 'globex']))
    expect(Object.keys(aws.accounts)).toHaveLength(3)
  })

  test('has one repository for each case, whatever its size', () => {
    const { github } = seeded(1, 40)
    const names = github.repositories.map(({ owner, name }) => `${owner}/${name}`)
    expect(names).toHaveLength(40)
    expect(new Set(names).size).toBe(40)
    expect(names).toEqual(expect.arrayContaining(CASES.map(({ repository }) => repository)))
  })

  test('keeps the form and the provider out of the way of every other case: one account lacks each', () => {
    const accounts = Object.values(seeded(1).aws.accounts)
    const lacking = accounts.filter(({ useCaseForm, providers }) => !useCaseForm || providers.length === 0)
    expect(lacking.map(({ alias, roles }) => [alias, roles.length])).toEqual([
      ['acme-dev', 1],
      ['globex', 1],
    ])
  })

  test('has only workflows that GitHub accepts', () => {
    for (const { git, workflows, defaultBranch } of seeded(1).github.repositories) {
      for (const { path } of workflows) {
        expect(parseWorkflow(path, fileAt(git, defaultBranch, path) ?? '')).toMatchObject({ valid: true })
      }
    }
  })

  test('presents immutable subjects exactly in repositories created after 15 July 2026', () => {
    for (const { createdAt, subject } of seeded(1, 60).github.repositories) {
      expect(subject.immutable).toBe(createdAt > '2026-07-15')
    }
  })

  test('routes profiles as AWS does: within their geography, a global one also without a region', () => {
    const { regions } = seeded(1).aws
    const arnsOf = (region: string, id: string) =>
      regions[region]?.profiles.find((profile) => profile.id === id)?.modelArns ?? []
    const sonnet = 'anthropic.claude-sonnet-4-6'
    for (const arn of arnsOf('eu-west-2', `eu.${sonnet}`)) expect(arn).toMatch(/^arn:aws:bedrock:eu-/)
    expect(arnsOf('eu-west-2', `us.${sonnet}`)).toEqual([])
    expect(arnsOf('us-east-1', `global.${sonnet}`)).toEqual([
      `arn:aws:bedrock:us-east-1::foundation-model/${sonnet}`,
      `arn:aws:bedrock:::foundation-model/${sonnet}`,
    ])
  })
})
