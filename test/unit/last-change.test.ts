import { describe, expect, it } from 'vitest'
import type { StepKind } from '../../shared/domain/finding'
import type { JournalEntry, StepPhase } from '../../shared/domain/journal'
import { lastChangeOf } from '../../shared/domain/last-change'
import { beganApplication, journalEntry } from '../support/plan-samples'

/** When an application of one step of this kind last changed what a run meets; one entry a minute from noon. */
function changed(kind: StepKind, ...phases: StepPhase[]): string | null {
  const application = beganApplication()
  const [step] = application.plan.steps
  if (!step) throw new Error('The application has no step.')
  const plan = { ...application.plan, steps: [{ ...step, kind }] }
  const entries: JournalEntry[] = phases.map((phase, minute) => ({
    ...journalEntry(phase),
    at: `2026-11-20T12:0${minute}:00.000Z`,
  }))
  const at = lastChangeOf({ ...application, plan, entries })
  return at === null ? null : new Date(at).toISOString().slice(11, 16)
}

describe('the last change of an application', () => {
  it.each<[string, StepPhase[], string | null]>([
    ['nothing', [], null],
    ['a step that was done', ['begun', 'done'], '12:01'],
    ['a step that was done and taken back: the undo', ['begun', 'done', 'undone'], '12:02'],
    ['a step that stays because somebody changed it since', ['begun', 'done', 'undo-refused'], '12:01'],
    ['a call that may have arrived when the process ended', ['begun'], '12:00'],
    ['a step that was refused', ['begun', 'failed'], null],
    ['a step that was left out', ['skipped'], null],
  ])('is, of %s', (_, phases, at) => {
    expect(changed('set-variable', ...phases)).toBe(at)
  })

  it.each<StepKind>([
    'create-provider',
    'add-audience',
    'create-role',
    'update-trust',
    'put-role-policy',
    'submit-use-case-form',
    'set-variable',
    'set-secret',
    'merge-pull-request',
  ])('comes with %s: a run meets it', (kind) => {
    expect(changed(kind, 'begun', 'done')).toBe('12:01')
  })

  it.each<StepKind>(['propose-workflow', 'enable-workflow'])(
    'does not come with %s: a run that begins goes as before',
    (kind) => {
      expect(changed(kind, 'begun', 'done')).toBeNull()
    },
  )
})
