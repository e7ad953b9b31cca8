import { keysIn } from '../aws-calls'
import { apiError, askClaude, isOn } from '../commands/claude'
import { type Act, blocks, failWith, type StepScene } from '../job-scene'
import { optionOf, readCommand } from '../shell-line'

const DEFAULT_MODEL = 'global.anthropic.claude-sonnet-4-6'
const TOKEN_ATTEMPTS = 3
const EXECUTION_FILE = '/home/runner/work/_temp/claude-execution-output.json'

/** `anthropics/claude-code-action` with `use_bedrock`: its checks in their order, its texts (field-notes §7 rows 12, 13). */
export const claudeAction: Act = async (scene) => {
  const { log, step, env } = scene
  log.group(`Run ${step.uses}`, blocks(scene.with, env))
  if (!scene.with.github_token && !scene.planned.mayRequestToken) return refuseWithoutToken(scene)
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
  keepExecution(scene, answer.ok ? answer.value : apiError(answer), !answer.ok)
  if (answer.ok) return 'success'
  return failWith(
    scene,
    `Action failed with error: Claude Code process exited with code 1: ${apiError(answer)}`,
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
