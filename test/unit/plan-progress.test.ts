import { describe, expect, it } from 'vitest'
import { mergeAlike } from '../../renderer/features/repo/merge-alike'
import { fallingWith } from '../../renderer/features/setup/exclusion'
import { advance, begun } from '../../renderer/features/setup/progress-state'
import type { Finding } from '../../shared/domain/finding'
import { AccountId, RoleName } from '../../shared/domain/ids'
import type { JournalEntry, StepPhase } from '../../shared/domain/journal'
import type { Step } from '../../shared/domain/plan'

function step(id: string, dependsOn: string[] = []): Step {
  return {
    id,
    kind: 'put-role-policy',
    link: 'permissions',
    title: id,
    target: id,
    before: null,
    after: '{}',
    language: 'json',
    calls: [],
    needs: [],
    reversible: true,
    dependsOn,
    action: {
      kind: 'put-role-policy',
      account: AccountId.parse('111122223333'),
      role: RoleName.parse('role'),
      policy: 'policy',
      before: null,
      after: '{}',
    },
  }
}

describe('leaving a step of a plan out', () => {
  const steps = [step('role'), step('policy', ['role']), step('variable', ['policy']), step('workflow')]

  it('leaves out what depends on it, however far', () => {
    expect([...fallingWith(steps, new Set(['role']))]).toEqual(['role', 'policy', 'variable'])
  })

  it('leaves nothing else out', () => {
    expect([...fallingWith(steps, new Set(['workflow']))]).toEqual(['workflow'])
    expect([...fallingWith(steps, new Set())]).toEqual([])
  })
})

describe('the progress of an application', () => {
  const entry = (phase: StepPhase): JournalEntry => ({
    stepId: 'role',
    phase,
    at: '2026-11-22T12:00:00Z',
    outcome: null,
    failure: null,
  })
  const told = (phase: StepPhase) => ({ kind: 'step' as const, applicationId: 'a', entry: entry(phase) })

  it('keeps the last thing told about a step', () => {
    const progress = advance(advance(begun('apply'), told('begun')), told('done'))
    expect(progress.entries.get('role')?.phase).toBe('done')
    expect(progress.over).toBe(false)
  })

  it('waits until the next step speaks', () => {
    const waiting = advance(begun('apply'), {
      kind: 'waiting',
      applicationId: 'a',
      says: 'The role is not usable yet.',
    })
    expect(waiting.waiting).toBe('The role is not usable yet.')
    expect(advance(waiting, told('done')).waiting).toBeNull()
  })
})

describe('findings that say the same', () => {
  const finding = (trigger: string, says: string): Finding => ({
    check: `trust.${trigger}.${says}`,
    link: 'trust',
    status: 'drift',
    breaks: true,
    lint: null,
    says,
    evidence: [
      { label: 'subject', wanted: 's', found: null, source: trigger, line: 8 },
      { label: 'statement 1', wanted: 'p', found: 's', source: 'policy', line: null },
    ],
    repair: null,
  })

  it('become one with the evidence of all, each piece once', () => {
    const merged = mergeAlike([
      finding('push', 'refused'),
      finding('dispatch', 'refused'),
      finding('push', 'other'),
    ])
    expect(merged.map(({ says }) => says)).toEqual(['refused', 'other'])
    expect(merged[0]?.evidence.map(({ source }) => source)).toEqual(['push', 'policy', 'dispatch'])
  })
})
