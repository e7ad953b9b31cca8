import { branchHead, fileAt } from '../../github/git-store'
import { keysIn } from '../aws-calls'
import { askClaude, errorOf, isOn } from '../commands/claude'
import { type Act, blocks, failWith, type StepEnd, type StepScene } from '../job-scene'
import { optionOf, readCommand } from '../shell-line'

const DEFAULT_MODEL = 'global.anthropic.claude-sonnet-4-6'
const TOKEN_ATTEMPTS = 3
const EXECUTION_FILE = '/home/runner/work/_temp/claude-execution-output.json'

/** `anthropics/claude-code-action` with `use_bedrock`: its checks in their order, its texts (field-notes §7 rows 12, 13). */
export const claudeAction: Act = async (scene) => {
  const { log, step, env } = scene
  log.group(`Run ${step.uses}`, blocks(scene.with, env))
  if (!scene.with.github_token && !scene.planned.mayRequestToken) return refuseWithoutToken(scene)
  if (!scene.with.github_token && differsFromDefaultBranch(scene)) return skipForValidation(scene)
  const problems = environmentProblems(scene)
  if (problems.length > 0) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n')
    return failWith(scene, `Action failed with error: Environment variable validation failed:\n${list}`)
  }
  if (!usesBedrock(scene)) {
    keepExecution(scene, 'Done. (Answered by api.anthropic.com.)', false)
    return 'success'
  }
  const words = readCommand(scene.with.claude_args ?? '', {}).words
  const model = optionOf(words, '--model') || scene.with.model || env.ANTHROPIC_MODEL || DEFAULT_MODEL
  log.line(`Preparing with mode: agent for event: ${scene.run.event}`)
  log.group('Running Claude Code', [`Model: ${model}`])
  const answer = await askClaude(scene, model, scene.with.prompt || 'Hello')
  keepExecution(scene, answer.ok ? answer.value : errorOf(scene, model, answer), !answer.ok)
  if (answer.ok) return 'success'
  return failWith(
    scene,
    `Action failed with error: Claude Code process exited with code 1: ${errorOf(scene, model, answer)}`,
  )
}

function refuseWithoutToken(scene: StepScene) {
  scene.log.line('Requesting OIDC token...')
  for (let attempt = 1; attempt <= TOKEN_ATTEMPTS; attempt += 1) {
    scene.log.line(
      `Attempt ${attempt} of ${TOKEN_ATTEMPTS}...`,
      `Attempt ${attempt} failed: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable`,
    )
  }
  return failWith(
    scene,
    'Action failed with error: Could not fetch an OIDC token. Did you remember to add `id-token: write` to your workflow permissions?',
  )
}

/** Anthropic's App gives its token only to a workflow that the default branch has in the same words. */
function differsFromDefaultBranch({ repository, run }: StepScene): boolean {
  const { git, defaultBranch } = repository
  const head = branchHead(git, defaultBranch)
  const there = head === null ? null : fileAt(git, head, run.workflowPath)
  return there === null || there !== fileAt(git, run.headSha, run.workflowPath)
}

/** Since mid-2026 the action leaves it at that, and GitHub shows the job as green (field-notes §7 row 15). */
function skipForValidation({ log, outputs }: StepScene): StepEnd {
  const why =
    "Workflow validation failed. The workflow file must exist and have identical content to the version on the repository's default branch."
  log.line(
    'Requesting OIDC token...',
    'OIDC token successfully obtained',
    'Exchanging OIDC token for app token...',
  )
  log.line(`##[warning]Skipping action due to workflow validation: ${why}`)
  log.line(
    'Action skipped due to workflow validation error. This is expected when adding Claude Code workflows to new repositories or on PRs with workflow changes.',
  )
  outputs.skipped_due_to_workflow_validation_mismatch = 'true'
  return 'success'
}

function usesBedrock({ with: inputs, env }: StepScene): boolean {
  return isOn(inputs.use_bedrock) || isOn(env.CLAUDE_CODE_USE_BEDROCK)
}

function environmentProblems(scene: StepScene): string[] {
  if (!usesBedrock(scene)) {
    const hasKey = scene.with.anthropic_api_key || scene.env.ANTHROPIC_API_KEY
    return hasKey
      ? []
      : ['Either ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN is required when using direct Anthropic API.']
  }
  const problems: string[] = []
  if (!scene.env.AWS_REGION) problems.push('AWS_REGION is required when using AWS Bedrock.')
  if (keysIn(scene.env) === null) {
    problems.push(
      'Either AWS_BEARER_TOKEN_BEDROCK or both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are required when using AWS Bedrock.',
    )
  }
  return problems
}

/** Logs the closing message and leaves all messages in the file that the output `execution_file` names. */
function keepExecution({ log, outputs, temporary }: StepScene, result: string, isError: boolean): void {
  const message = { type: 'result', subtype: 'success', is_error: isError, num_turns: 1, result }
  log.line(JSON.stringify(message, null, 2))
  temporary[EXECUTION_FILE] = JSON.stringify([message])
  Object.assign(outputs, { execution_file: EXECUTION_FILE, conclusion: isError ? 'failure' : 'success' })
}
