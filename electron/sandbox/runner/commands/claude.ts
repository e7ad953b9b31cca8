import { type AwsAnswer, askModel, keysIn, type ModelCall } from '../aws-calls'
import type { StepScene } from '../job-scene'
import { optionOf } from '../shell-line'
import type { Command } from './command'

/** What Claude Code takes on Bedrock when nobody names a model. */
const DEFAULT_MODEL = 'global.anthropic.claude-sonnet-4-6'

/** Claude Code on the command line (`claude -p … --model …`), with its wording of an error. */
export const claude: Command = async (scene, { words }) => {
  const { env, log } = scene
  if (!isOn(env.CLAUDE_CODE_USE_BEDROCK)) {
    if (env.ANTHROPIC_API_KEY) return otherProvider(scene)
    log.line('Invalid API key · Please run /login')
    return 1
  }
  const model = optionOf(words, '--model') || env.ANTHROPIC_MODEL || DEFAULT_MODEL
  const prompt = optionOf(words, '-p', '--print') ?? 'Hello'
  const answer = await askClaude(scene, model, prompt)
  log.line(answer.ok ? answer.value : errorOf(scene, model, answer))
  return answer.ok ? 0 : 1
}

/** Asks the model as Claude Code does: keys and region from the environment, the answer as a stream. */
export async function askClaude(scene: StepScene, model: string, prompt: string): Promise<AwsAnswer<string>> {
  const keys = keysIn(scene.env)
  /* Some releases were reported not to find the keys that the job has (field-notes §7 row 14). */
  if (keys === null || scene.world.tools?.claudeCode === 'loses-credentials') {
    return {
      ok: false,
      code: 'CredentialsProviderError',
      message: 'Could not load credentials from any providers',
      status: null,
    }
  }
  const region = scene.env.AWS_REGION || 'us-east-1'
  const call: ModelCall = { operation: 'InvokeModelWithResponseStream', region, model, prompt }
  return askModel(scene.origin, call, keys)
}

/** Newer releases say of every model that is not found what hides Bedrock's own reason (field-notes §7 row 27). */
export function errorOf(
  { world }: Pick<StepScene, 'world'>,
  model: string,
  error: { message: string; status: number | null },
): string {
  if (world.tools?.claudeCode !== 'summarises' || error.status !== 404) return apiError(error)
  return `The model ${model} is not available on your bedrock deployment. Try --model to switch to ${DEFAULT_MODEL}, or ask your admin to enable this model.`
}

/** `API Error: 403 … (field-notes §7 rows 14, 19, 22, 23). */
export function apiError({ message, status }: { message: string; status: number | null }): string {
  return status === null ? `API Error: ${message}` : `API Error: ${status} ${message}`
}

export function isOn(flag: string | undefined): boolean {
  return flag !== undefined && ['1', 'true', 'yes', 'on'].includes(flag.toLowerCase())
}

/** Without the switch for Bedrock and with a key, Claude Code asks Anthropic itself: green, and not what was meant. */
function otherProvider({ log }: StepScene): number {
  log.line('Here is the summary you asked for. (Answered by api.anthropic.com.)')
  return 0
}
