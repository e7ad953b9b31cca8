import { createHash } from 'node:crypto'
import type { WorkflowStep } from '../../../shared/domain/workflow-types'
import type { GithubStep } from '../github/github-world'
import type { Act } from './job-scene'
import { checkout } from './steps/checkout'
import { claudeAction } from './steps/claude-action'
import { configureCredentials } from './steps/configure-credentials'
import { otherAction } from './steps/other-action'
import { script } from './steps/script'
import { uploadArtifact } from './steps/upload-artifact'

/** The actions that the runner plays, with what they do after the job. */
const PLAYED: { action: RegExp; act: Act; hasPost: boolean }[] = [
  { action: /^actions\/checkout@/i, act: checkout, hasPost: true },
  { action: /^aws-actions\/configure-aws-credentials@/i, act: configureCredentials, hasPost: true },
  { action: /^anthropics\/claude-code-action@/i, act: claudeAction, hasPost: false },
  { action: /^actions\/upload-artifact@/i, act: uploadArtifact, hasPost: false },
]

/** What plays a step. */
export function actOf({ uses }: WorkflowStep): Act {
  if (uses === null) return script
  return PLAYED.find(({ action }) => action.test(uses))?.act ?? otherAction
}

/** Whether a step leaves something to clean up. */
export function hasPost({ uses }: WorkflowStep): boolean {
  return uses !== null && PLAYED.some((played) => played.hasPost && played.action.test(uses))
}

/** The name that GitHub shows for a step. */
export function stepName({ name, uses, run }: WorkflowStep): string {
  return name ?? `Run ${uses ?? run?.trim().split('\n')[0] ?? ''}`
}

/** Every step of a job as GitHub lists it: set-up, the file's, their clean-ups in reverse, the end. */
export function stepRecords(steps: WorkflowStep[]): GithubStep[] {
  const posts = steps.filter(hasPost).reverse()
  const names = [
    'Set up job',
    ...steps.map(stepName),
    ...posts.map((step) => `Post ${stepName(step)}`),
    'Complete job',
  ]
  return names.map((name, index) => ({
    number: index + 1,
    name,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
  }))
}

/** `owner/action@ref` → the line that tells its download; a SHA stands for itself. */
export function downloadLine(uses: string): string {
  const ref = uses.slice(uses.indexOf('@') + 1)
  const sha = /^[0-9a-f]{40}$/.test(ref) ? ref : createHash('sha1').update(uses).digest('hex')
  return `Download action repository '${uses}' (SHA:${sha})`
}
