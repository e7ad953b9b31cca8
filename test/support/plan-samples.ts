import type { z } from 'zod'
import { failure } from '../../shared/domain/failure'
import { Application, JournalEntry, type Outcome, type StepPhase } from '../../shared/domain/journal'

/** An application of a plan with one step, as the journal is given it: not ended, nothing recorded yet. */
export function beganApplication(part: Partial<z.input<typeof Application>> = {}): Application {
  return Application.parse({
    id: 'a-1',
    repository: 'acme/web',
    startedAt: '2026-11-20T12:00:00.000Z',
    endedAt: null,
    entries: [],
    plan: {
      id: 'p-1',
      repository: 'acme/web',
      createdAt: '2026-11-20T11:59:00.000Z',
      setup: {
        account: '111122223333',
        role: 'rolecall-acme-web',
        region: 'eu-west-2',
        model: 'eu.anthropic.claude-sonnet-4-6',
        breadth: 'model',
        scope: [{ kind: 'branch', name: 'main' }],
        convention: {
          id: 'aws-variables',
          role: { kind: 'variable', name: 'AWS_ROLE_ARN' },
          region: { kind: 'variable', name: 'AWS_REGION' },
          model: { kind: 'variable', name: 'BEDROCK_MODEL_ID' },
          fixed: [],
        },
        template: 'keep',
      },
      steps: [
        {
          id: 's-1',
          kind: 'set-variable',
          link: 'variables',
          title: 'Set AWS_REGION',
          target: 'acme/web variable AWS_REGION',
          before: null,
          after: 'eu-west-2',
          language: 'text',
          calls: ['POST /repos/acme/web/actions/variables'],
          needs: ['Variables: write'],
          reversible: true,
          dependsOn: [],
          action: {
            kind: 'set-variable',
            repository: 'acme/web',
            environment: null,
            name: 'AWS_REGION',
            before: null,
            after: 'eu-west-2',
          },
        },
      ],
      conflicts: [],
      needed: [],
    },
    ...part,
  })
}

/** A line of the journal about one step. */
export function journalEntry(
  phase: StepPhase,
  { outcome = null, failed = null }: { outcome?: Outcome | null; failed?: string | null } = {},
): JournalEntry {
  return JournalEntry.parse({
    stepId: 's-1',
    phase,
    at: '2026-11-20T12:00:01.000Z',
    outcome,
    failure: failed === null ? null : failure('upstream', failed),
  })
}
