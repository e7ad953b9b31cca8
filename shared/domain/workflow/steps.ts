import type { ConfigureStep, WorkflowStep } from '../workflow-types'
import { child, type Entry, entriesOf, recordOf, type Tree, textOf } from './yaml-tree'

/** A fork keeps the action's name, and its inputs. */
const CONFIGURE_ACTION = /^[\w.-]+\/configure-aws-credentials(?:@|$)/i

/** One step as written. */
export function readStep(step: Tree): WorkflowStep {
  const inputs = recordOf(child(step, 'with'), 'with')
  const env = recordOf(child(step, 'env'), 'env')
  return {
    line: step.line,
    id: textOf(child(step, 'id')),
    name: textOf(child(step, 'name')),
    uses: textOf(child(step, 'uses')),
    run: textOf(child(step, 'run')),
    if: textOf(child(step, 'if')),
    timeout: textOf(child(step, 'timeout-minutes')),
    with: inputs.values,
    env: env.values,
    lines: { ...valueLines(entriesOf(step), ['uses', 'run', 'if']), ...inputs.lines, ...env.lines },
  }
}

/** The lines of those of `keys` that are present. */
export function valueLines(entries: readonly Entry[], keys: readonly string[]): Record<string, number> {
  const present = entries.filter(({ key }) => keys.includes(key))
  return Object.fromEntries(present.map(({ key, value }) => [key, value.line]))
}

/** The steps that take a role by OIDC. Action inputs compare without case, as the runner's do. */
export function configureStepsOf(steps: readonly WorkflowStep[]): ConfigureStep[] {
  return steps.flatMap((step) => {
    if (step.uses === null || !CONFIGURE_ACTION.test(step.uses)) return []
    return {
      action: step.uses,
      role: inputOf(step, 'role-to-assume'),
      region: inputOf(step, 'aws-region'),
      durationSeconds: inputOf(step, 'role-duration-seconds'),
      line: step.line,
    }
  })
}

/** An input of a step as written; null when it is not given. */
export function inputOf(step: WorkflowStep, name: string): string | null {
  const key = Object.keys(step.with).find((given) => given.toLowerCase() === name)
  return key === undefined ? null : (step.with[key] ?? null)
}
