import type { Lookup } from '../../../shared/domain/expression'
import type { JobValues } from './values'

export interface StepResult {
  outcome: string
  outputs: Record<string, string>
}

/** What the expressions of a job or step can read. */
export interface ExpressionScope {
  values: JobValues
  inputs: Record<string, string | boolean>
  env: Record<string, string>
  github: Record<string, string>
  /** Job id → result, of the jobs that this one needs. */
  needs: Record<string, string>
  /** Step id → what the steps before left. */
  steps: Record<string, StepResult>
}

/** A lookup as the runner answers it: every name has a value, the empty string where nothing is set. */
export function lookupIn(scope: ExpressionScope): Lookup {
  return (context, name) => {
    switch (context) {
      case 'vars':
        return scope.values.variables[name.toUpperCase()] ?? ''
      case 'secrets':
        return secretOf(scope, name)
      case 'env':
        return scope.env[name] ?? ''
      case 'inputs':
        return scope.inputs[name] ?? ''
      case 'github':
        return scope.github[name] ?? ''
      case 'needs':
        return resultOf(scope.needs, name)
      case 'steps':
        return stepValue(scope.steps, name)
      default: {
        const unreachable: never = context
        return unreachable
      }
    }
  }
}

function secretOf(scope: ExpressionScope, name: string): string {
  if (name.toUpperCase() === 'GITHUB_TOKEN') return scope.github.token ?? ''
  return scope.values.secrets[name.toUpperCase()] ?? ''
}

/** `build.result`; a job's outputs are not kept, as no workflow of ours passes any. */
function resultOf(needs: Record<string, string>, path: string): string {
  const [job = '', field] = path.split('.')
  return field === 'result' ? (needs[job] ?? '') : ''
}

/** `ask.outcome`, `ask.conclusion`, `ask.outputs.answer`. */
function stepValue(steps: Record<string, StepResult>, path: string): string {
  const [id = '', field, output = ''] = path.split('.')
  const step = steps[id]
  return (field === 'outputs' ? step?.outputs[output] : step?.outcome) ?? ''
}
