import { isCallingBedrock } from '../bedrock-jobs'
import { isClaudeCommand } from '../claude-code'
import type { Finding } from '../finding'
import type { OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import type { WorkflowStep } from '../workflow-types'
import { scopedCheck } from './check-scope'
import { evidence, finding } from './found'
import { decisiveRun, succeeded } from './last-run'
import { environmentOf, unjudged } from './unjudged'

/** Names in the environment of a call by which it uses other credentials, or asks somebody else. */
const OWN_KEYS = /^AWS_(?:ACCESS_KEY_ID|SESSION_TOKEN|PROFILE)$/
const OWN_WAY =
  /^(?:AWS_BEARER_TOKEN_BEDROCK|AWS_ENDPOINT_URL(?:_BEDROCK_RUNTIME)?|ANTHROPIC_BEDROCK_BASE_URL)$/
const USES_BEDROCK = 'CLAUDE_CODE_USE_BEDROCK'

/** What keeps a call from being judged by the session of the configure step and one model. */
export function callFindings(picture: Picture, job: OurJob): Finding[] {
  return [...ownWay(job), ...notOnBedrock(job), ...furtherModel(picture, job)]
}

/** The configured session comes before keys of the job, but not before those that the calling step sets itself. */
function ownWay(job: OurJob): Finding[] {
  const { acting, scope } = job
  for (const step of acting.bedrock.job.steps.filter(isCallingBedrock)) {
    const names = Object.entries(environmentOf(job, step)).flatMap(([name, text]) =>
      (OWN_WAY.test(name) || (OWN_KEYS.test(name) && isOfItself(step.env[name]))) && acting.read(text) !== ''
        ? [name]
        : [],
    )
    const [name] = names
    if (name === undefined) continue
    const says = `The job ${scope.jobId} sets ${name} where it calls Bedrock, so that it need not call as its role.`
    return [unjudged(scope, 'own-way', says, name, step.line)]
  }
  return []
}

/** Keys that a step hands on from the configure step are the session's own. */
function isOfItself(text: string | undefined): boolean {
  return text !== undefined && !/\b(?:env|steps)\./.test(text)
}

/** Claude Code asks Anthropic itself where nothing sends it to Bedrock; its settings files may do so too. */
function notOnBedrock(job: OurJob): Finding[] {
  const { job: acting } = job.acting.bedrock
  const isExported = acting.steps.some(({ run }) => run?.includes(USES_BEDROCK))
  const step = acting.steps.find(
    (one) => isClaudeCommand(one) && ['', '0', 'false'].includes(sentBy(job, one)),
  )
  if (!step || isExported) return []
  const says = `The job ${job.scope.jobId} starts Claude Code without ${USES_BEDROCK}, so that it may ask another provider.`
  return [
    finding('workflow', scopedCheck('not-on-bedrock', job.scope), 'unknown', says, {
      evidence: [evidence(USES_BEDROCK, '1', null, job.scope.path, step.lines.run ?? step.line)],
      repair: {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Set ${USES_BEDROCK}: "1" for the step.`,
      },
    }),
  ]
}

function sentBy(job: OurJob, step: WorkflowStep): string {
  return job.acting.read(environmentOf(job, step)[USES_BEDROCK] ?? null) ?? '1'
}

function furtherModel({ observation }: Picture, { acting, scope, frontMatter }: OurJob): Finding[] {
  // Each model of `WORKFLOW.md` is judged by itself.
  if (frontMatter) return []
  const { model, furtherModel: further } = acting.bedrock
  const run = decisiveRun(scope.path, valueOr(observation.runs, []))
  if (!further || (run && succeeded(run))) return []
  const says = `The job ${scope.jobId} calls several models, of which only the first is judged.`
  return [
    finding('workflow', scopedCheck('several-models', scope), 'unknown', says, {
      evidence: [evidence('model', model, further.text, scope.path, further.line)],
      repair: { kind: 'test-run', says: 'Start a test run.' },
    }),
  ]
}
