import { describe, expect, it } from 'vitest'
import { RepositoryName } from '../../shared/domain/ids'
import type { StepAction } from '../../shared/domain/plan'
import { inverse } from '../../shared/domain/undo'
import { ACCOUNT, ROLE } from '../support/observations'

const repository = RepositoryName.parse('acme/web')
const of = (action: StepAction) => inverse({ action })

describe('what takes a step back', () => {
  it('restores what stood before, and expects what the step left', () => {
    const variable = {
      kind: 'set-variable',
      repository,
      environment: null,
      name: 'AWS_REGION',
      after: 'eu-west-2',
    } as const
    expect(of({ ...variable, before: 'eu-west-1' })).toEqual({
      kind: 'restore-variable',
      repository,
      environment: null,
      name: 'AWS_REGION',
      expected: 'eu-west-2',
      restore: 'eu-west-1',
    })
    expect(of({ ...variable, before: null })).toMatchObject({
      kind: 'delete-variable',
      expected: 'eu-west-2',
    })
    const policy = {
      kind: 'put-role-policy',
      account: ACCOUNT,
      role: ROLE,
      policy: 'rolecall-bedrock',
      after: '{}',
    } as const
    expect(of({ ...policy, before: null })).toMatchObject({ kind: 'delete-role-policy', expected: '{}' })
    expect(of({ ...policy, before: '[]' })).toMatchObject({ kind: 'restore-role-policy', restore: '[]' })
    expect(of({ kind: 'update-trust', account: ACCOUNT, role: ROLE, before: 'a', after: 'b' })).toMatchObject(
      {
        kind: 'restore-trust',
        expected: 'b',
        restore: 'a',
      },
    )
  })

  it('turns a merged commit round, file by file', () => {
    const files = [
      { path: 'new.yml', before: null, after: 'text' },
      { path: 'old.yml', before: 'one', after: 'two' },
    ]
    expect(of({ kind: 'merge-pull-request', repository, proposedBy: 'x', base: 'main', files })).toEqual({
      kind: 'revert-files',
      repository,
      base: 'main',
      files: [
        { path: 'new.yml', before: 'text', after: null },
        { path: 'old.yml', before: 'two', after: 'one' },
      ],
    })
  })

  it('has no way back from a form, nor from a secret that was overwritten', () => {
    const secret = { kind: 'set-secret', repository, environment: null, name: 'ROLE', value: 'x' } as const
    expect(of({ ...secret, existed: true })).toBe('none')
    expect(of({ ...secret, existed: false })).toMatchObject({ kind: 'delete-secret', name: 'ROLE' })
  })
})
