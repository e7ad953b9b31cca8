import type { Finding, Repair } from '../finding'
import type { RoleObservation } from '../observation'
import type { OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import { fittingDuration } from '../session-outlived'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned } from './found'
import { decisiveRun, succeeded } from './last-run'

/** Seconds: what STS takes at least, what every role allows, and what one can allow at most (field-notes §2). */
const SHORTEST = 900
const USUAL = 3600
const LONGEST = 43_200

/** Seconds that a job asks its session to last; null where only a run knows. */
export function secondsAsked({ acting }: OurJob): number | null {
  const [step] = acting.bedrock.job.configureSteps.filter((one) => one.role !== null)
  const text = acting.read(step?.durationSeconds ?? null)
  // The action takes its default for what does not begin with a number, and for 0.
  return text === null ? null : Number.parseInt(text, 10) || USUAL
}

/** Whether a job asks for more than the hour that every role gives, and for no more than a role can give. */
export function asksForLong(job: OurJob): boolean {
  const seconds = secondsAsked(job)
  return seconds !== null && seconds > USUAL && seconds <= LONGEST
}

/** A number that no role gives is corrected where it stands; one that an expression brings is somebody's to find. */
function fitting({ acting, scope }: OurJob): Repair {
  const isWritten = fittingDuration(acting.bedrock.job) !== null
  return isWritten && acting.calls.every(({ job }) => job.calls?.startsWith('./'))
    ? planned('Correct role-duration-seconds by a pull request.', 'propose-workflow', 'merge-pull-request')
    : {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Ask for ${SHORTEST} to ${LONGEST} seconds in role-duration-seconds of the job ${scope.jobId}.`,
      }
}

/** Whether the role gives sessions as long as the job asks for. Nothing is said where it asks for no more than usual. */
export function sessionFindings(picture: Picture, job: OurJob, role: RoleObservation): Finding[] {
  const [step] = job.acting.bedrock.job.configureSteps.filter((one) => one.role !== null)
  const text = job.acting.read(step?.durationSeconds ?? null)
  const seconds = secondsAsked(job)
  if (seconds !== null && seconds >= SHORTEST && seconds <= (role.maxSessionDuration ?? USUAL)) return []
  const check = scopedCheck('session-length', job.scope)
  const allowed = role.maxSessionDuration === null ? null : `at most ${role.maxSessionDuration}`
  const found = [evidence('role-duration-seconds', allowed, text, job.scope.path, step?.line ?? null)]
  const limit = role.maxSessionDuration ?? LONGEST
  if (seconds !== null && (seconds < SHORTEST || seconds > limit)) {
    const says = `The job ${job.scope.jobId} asks for a session of ${seconds} seconds; the role ${role.name} gives ${SHORTEST} to ${limit}.`
    return [
      finding('trust', check, 'drift', says, {
        breaks: true,
        evidence: found,
        repair: asksForLong(job)
          ? planned(`Let the role give sessions of ${seconds} seconds.`, 'set-session-duration')
          : fitting(job),
      }),
    ]
  }
  const says = `The job ${job.scope.jobId} asks for a longer session than an hour, and what the role ${role.name} allows was not read.`
  const run = decisiveRun(job.scope.path, valueOr(picture.observation.runs, []))
  if (run && succeeded(run)) {
    return [finding('trust', check, 'ok', `${says} Run #${run.number} got one.`, { evidence: found })]
  }
  return [
    finding('trust', check, 'unknown', `${says} A run that succeeds will prove it.`, {
      evidence: found,
      repair: { kind: 'test-run', says: 'Start a test run.' },
    }),
  ]
}
