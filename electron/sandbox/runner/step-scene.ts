import { type Lookup, resolveExpression } from '../../../shared/domain/expression'
import type { WorkflowStep } from '../../../shared/domain/workflow-types'
import type { JobScene, StepScene } from './job-scene'
import { lookupIn } from './lookup'

/** Resolves a step's expressions where it begins: what earlier steps exported is there, what it sets itself wins. */
export function stepScene(scene: JobScene, step: WorkflowStep): StepScene {
  const base = { ...scene.scope.env, ...scene.exported }
  const own = resolveAll(step.env, lookupIn({ ...scene.scope, env: base }))
  const env = { ...base, ...own }
  const lookup = lookupIn({ ...scene.scope, env })
  const inputs = Object.entries(resolveAll(step.with, lookup))
  return {
    ...scene,
    step,
    env,
    // Actions read their inputs trimmed (`core.getInput`).
    with: Object.fromEntries(inputs.map(([name, value]) => [name.toLowerCase(), value.trim()])),
    outputs: {},
    script: resolveExpression(step.run ?? '', lookup).value,
  }
}

/** Resolves each value of a mapping such as `env` or `with`. */
export function resolveAll(texts: Record<string, string>, lookup: Lookup): Record<string, string> {
  const values = Object.entries(texts).map(([name, text]) => [name, resolveExpression(text, lookup).value])
  return Object.fromEntries(values)
}
