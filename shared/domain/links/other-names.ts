import type { Finding } from '../finding'
import type { OurJob, Picture } from '../picture'
import { effectiveVariables } from '../variables'
import type { EffectiveVariable } from '../variables-types'
import { sameHolder } from '../wanted-settings'
import { scopedCheck } from './check-scope'
import { evidence, finding, unknownFinding } from './found'
import { scopeText } from './scope-text'

/** Names that our jobs read besides role, region and model, and that are empty there. No run is known to fail of it. */
export function otherNames(picture: Picture): Finding[] {
  const { variables, secrets } = picture.observation
  const effective = effectiveVariables(picture.observation)
  const empty = picture.jobs.flatMap((job) =>
    effective
      .filter((one) => one.workflowPath === job.scope.path && one.jobId === job.scope.jobId)
      .filter((one) => one.from === null && !isSetting(job, one) && !isOptional(job, one))
      .map((one) => emptyFinding(job, one)),
  )
  const reads = picture.jobs.map(({ bedrock }) => bedrock.job.reads)
  return [
    ...empty,
    ...(!variables.known && reads.some((read) => read.variables.length > 0)
      ? [unknownFinding('variables', 'variables-unread', variables.failure)]
      : []),
    ...(!secrets.known &&
    reads.some((read) => read.secrets.some((name) => name.toUpperCase() !== 'GITHUB_TOKEN'))
      ? [unknownFinding('variables', 'secrets-unread', secrets.failure)]
      : []),
  ]
}

function isSetting({ role, region, model }: OurJob, { kind, name }: EffectiveVariable): boolean {
  return [role, region, model].some(
    (setting) => 'holder' in setting && sameHolder(setting.holder, { kind, name }),
  )
}

/** `vars.X || 'otherwise'` and `vars.X == 'on'` are written for a name that may be empty. */
function isOptional({ bedrock, file }: OurJob, { kind, name }: EffectiveVariable): boolean {
  const { job } = bedrock
  const texts = [
    job.if ?? '',
    ...Object.values({ ...file.env, ...job.env, ...job.callWith, ...job.callSecrets }),
    ...job.steps.flatMap((step) => [
      step.if ?? '',
      step.run ?? '',
      ...Object.values({ ...step.env, ...step.with }),
    ]),
  ]
  const read = new RegExp(
    `\\b${kind === 'secret' ? 'secrets' : 'vars'}\\.${name}\\s*(?:\\|\\||==|!=|&&)`,
    'i',
  )
  return texts.some((text) => read.test(text))
}

function emptyFinding(job: OurJob, { name, kind, outOfReach }: EffectiveVariable): Finding {
  const places = outOfReach.map(scopeText).join(', ')
  return finding(
    'variables',
    scopedCheck(`name-${name}`, job.scope),
    'missing',
    `The job ${job.scope.jobId} reads the ${kind} ${name}, which is empty there${places ? `; it exists in ${places}` : ''}.`,
    {
      evidence: [evidence(name, 'a value', places || null, job.scope.path, job.bedrock.job.line)],
      repair: {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Set ${name} for the repository, or no longer read it.`,
      },
    },
  )
}
