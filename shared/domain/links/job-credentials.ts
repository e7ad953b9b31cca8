import { configuringStep } from '../bedrock-jobs'
import type { Finding } from '../finding'
import type { OurJob } from '../picture'
import { inputOf } from '../workflow/steps'
import { scopedCheck } from './check-scope'
import { evidence, finding } from './found'

/** Inputs of the configure step with which it takes the role in another way than by GitHub's token. */
const OTHER_WAYS = ['aws-access-key-id', 'web-identity-token-file', 'role-chaining']

/** What keeps a job's role from being judged by GitHub's token and one trust policy. */
export function credentialFindings(job: OurJob): Finding[] {
  return [...otherWay(job), ...furtherRoles(job)]
}

function otherWay({ acting, scope }: OurJob): Finding[] {
  const step = configuringStep(acting.bedrock.job)
  const used = OTHER_WAYS.find((name) => step && acting.read(inputOf(step, name)) !== '')
  if (!step || used === undefined || acting.read(inputOf(step, used)) === 'false') return []
  const says = `The job ${scope.jobId} gives ${used} to its configure step, so that it does not take the role by GitHub’s token.`
  return [
    finding('workflow', scopedCheck('other-credentials', scope), 'unknown', says, {
      evidence: [evidence(used, 'absent', 'given', scope.path, step.line)],
      repair: {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Remove ${used} from the configure step of ${scope.jobId}.`,
      },
    }),
  ]
}

function furtherRoles({ acting, scope }: OurJob): Finding[] {
  const roles = acting.bedrock.job.configureSteps.filter(({ role }) => role !== null)
  const [first] = roles
  const further = roles.find(({ role }) => role !== first?.role)
  if (!further) return []
  const says = `The job ${scope.jobId} takes several roles one after the other, of which only the first is judged.`
  return [
    finding('workflow', scopedCheck('several-roles', scope), 'unknown', says, {
      evidence: [evidence('role-to-assume', first?.role ?? null, further.role, scope.path, further.line)],
      repair: { kind: 'test-run', says: 'Start a test run.' },
    }),
  ]
}
