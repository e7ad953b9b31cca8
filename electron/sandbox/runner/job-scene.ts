import type { WorkflowStep } from '../../../shared/domain/workflow-types'
import type { GithubJob } from '../github/github-world'
import type { JobLog } from './job-log'
import type { ExpressionScope } from './lookup'
import type { PlannedJob } from './plan-jobs'
import type { Scene } from './scene'

/** What the steps of one job share: the machine that it runs on. */
export interface JobScene extends Scene {
  planned: PlannedJob
  job: GithubJob
  log: JobLog
  environment: string | null
  /** What expressions read; `env` is the file's and the job's. */
  scope: ExpressionScope
  /** What steps have written to GITHUB_ENV. */
  exported: Record<string, string>
  /** Path → text after a checkout; null before it. */
  workspace: Record<string, string> | null
  /** Path → text of what steps have left in the runner's temporary folder. */
  temporary: Record<string, string>
}

/** One step with its expressions resolved. */
export interface StepScene extends JobScene {
  step: WorkflowStep
  /** Inputs by lower-case name. */
  with: Record<string, string>
  script: string
  /** What the step's process sees. */
  env: Record<string, string>
  /** What the step writes to GITHUB_OUTPUT. */
  outputs: Record<string, string>
}

export type StepEnd = 'success' | 'failure'

/** What a step does. Its own failure is its end; it throws only what stops the run. */
export type Act = (scene: StepScene) => Promise<StepEnd>

/** Folder that GitHub checks a repository out to. */
export function workingDirectory({ repository }: Scene): string {
  return `/home/runner/work/${repository.name}/${repository.name}`
}

/** Logs an error as an action does, and ends the step. */
export function failWith(scene: JobScene, message: string): StepEnd {
  scene.log.error(message)
  return 'failure'
}

/** Logs what the runner logs when a script ends with an exit code. */
export function exitWith(scene: JobScene, code: number): StepEnd {
  return code === 0 ? 'success' : failWith(scene, `Process completed with exit code ${code}.`)
}

/** The `with:` and `env:` lines that stand under `Run …`. */
export function blocks(inputs: Record<string, string>, env: Record<string, string>): string[] {
  return [...block('with:', inputs), ...block('env:', env)]
}

function block(title: string, values: Record<string, string>): string[] {
  const entries = Object.entries(values)
  if (entries.length === 0) return []
  return [title, ...entries.map(([name, value]) => `  ${name}: ${value.replaceAll('\n', '\n  ')}`)]
}
