import { failure } from '../failure'
import type { Finding, StepKind } from '../finding'
import { isCalledOnly, type Picture } from '../picture'
import { valueOr } from '../reading'
import { finding, planned, unknownFinding } from './found'

type MeasuredLink = 'provider' | 'trust' | 'permissions' | 'modelAccess' | 'variables'

const ABSENT: Record<MeasuredLink, { says: string; steps: [StepKind, ...StepKind[]] }> = {
  provider: { says: 'No AWS account has been chosen for this repository.', steps: ['create-provider'] },
  trust: { says: 'No role trusts this repository.', steps: ['create-role'] },
  permissions: {
    says: 'There is no role that could be allowed to call Bedrock.',
    steps: ['put-role-policy'],
  },
  modelAccess: { says: 'No model has been chosen for this repository.', steps: ['set-variable'] },
  variables: { says: 'No variable carries a role, a region or a model.', steps: ['set-variable'] },
}

/** What a link says of a repository in which nothing stands and for which nothing is wanted. */
export function notSetUp(picture: Picture, link: MeasuredLink): Finding[] {
  const { workflows } = picture.observation
  if (!workflows.known) return [unknownFinding(link, 'workflows-unread', workflows.failure)]
  if (isCalledOnly(picture)) {
    if (isCalledHere(picture)) return [unknownFinding(link, 'caller-unclear', CALLER_UNCLEAR)]
    return [
      finding(
        link,
        'called-only',
        'ok',
        'Our workflows here are only called: each caller is judged by itself.',
      ),
    ]
  }
  const { says, steps } = ABSENT[link]
  return [
    finding(link, 'not-set-up', 'missing', says, { repair: planned('Set the repository up.', ...steps) }),
  ]
}

/** A caller that passes neither a role nor secrets is not known for ours, and so not judged. */
function isCalledHere({ observation, workflows }: Picture): boolean {
  const ours = workflows.map(({ observed }) => `./${observed.path}`)
  return valueOr(observation.workflows, []).some(
    ({ parsed }) =>
      parsed.valid && parsed.file.jobs.some(({ calls }) => calls !== null && ours.includes(calls)),
  )
}

const CALLER_UNCLEAR = failure(
  'invalid',
  'A workflow here calls ours without passing it a role, so what its runs meet cannot be told. Start one to see.',
)

/** The role of a job cannot be told, so nothing in AWS can be measured for it. */
export const NO_ROLE_NAMED = failure(
  'invalid',
  'Which role a job takes cannot be told from here, so nothing in AWS can be measured for it.',
  { kind: 'correct-input', field: 'role' },
)
