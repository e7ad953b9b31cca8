import type { WorkflowJob } from '../workflow-types'
import { effectiveIdToken } from './permissions'
import { readsOf } from './reads'
import { configureStepsOf, readStep, valueLines } from './steps'
import { child, type Entry, entriesOf, listOf, recordOf, type Tree, textOf } from './yaml-tree'

/** One job of the file `workflow`. */
export function readJob(
  { key, keyLine, value: job }: Entry,
  workflow: Tree,
  onlyCalled: boolean,
): WorkflowJob {
  const env = recordOf(child(job, 'env'), 'env')
  const inputs = recordOf(child(job, 'with'), 'with')
  const secrets = recordOf(child(job, 'secrets'), 'secrets')
  const steps = stepsOf(job)
  return {
    id: key,
    name: textOf(child(job, 'name')),
    line: keyLine,
    idToken: effectiveIdToken(job, workflow, onlyCalled),
    environment: environmentOf(child(job, 'environment')),
    calls: textOf(child(job, 'uses')),
    callWith: inputs.values,
    callSecrets: secrets.values,
    inheritsSecrets: textOf(child(job, 'secrets')) === 'inherit',
    needs: listOf(child(job, 'needs')),
    if: textOf(child(job, 'if')),
    timeout: textOf(child(job, 'timeout-minutes')),
    env: env.values,
    steps,
    configureSteps: configureStepsOf(steps),
    reads: readsOf([child(workflow, 'env'), job]),
    lines: {
      ...valueLines(entriesOf(job), ['permissions', 'environment', 'uses', 'if', 'secrets']),
      ...env.lines,
      ...inputs.lines,
      ...secrets.lines,
    },
  }
}

function stepsOf(job: Tree) {
  const steps = child(job, 'steps')
  return steps?.kind === 'sequence' ? steps.items.map(readStep) : []
}

function environmentOf(tree: Tree | null): string | null {
  return tree?.kind === 'mapping' ? textOf(child(tree, 'name')) : textOf(tree)
}
