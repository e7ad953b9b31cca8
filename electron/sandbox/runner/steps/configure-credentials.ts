import { findOwner } from '../../github/repository-store'
import {
  type AwsAnswer,
  callerIdentity,
  keysIn,
  openSts,
  type RoleRequest,
  type SessionKeys,
} from '../aws-calls'
import { claimsOf } from '../claims'
import { type Act, blocks, failWith, type StepEnd, type StepScene } from '../job-scene'

const DEFAULTS = { audience: 'sts.amazonaws.com', 'output-env-credentials': 'true' }

/** How often the action tries before it gives up (its input `retry-max-attempts`). */
const ATTEMPTS = 12

/** `aws-actions/configure-aws-credentials`: the order of its checks, its texts (field-notes §7 rows 1–9, 13). */
export const configureCredentials: Act = async (scene) => {
  const inputs = { ...DEFAULTS, ...scene.with }
  scene.log.group(`Run ${scene.step.uses}`, blocks(inputs, scene.env))
  // The action takes AWS_REGION in place of an input that is empty (its helpers.ts, translateEnvVariables).
  const region = scene.with['aws-region'] || (scene.env.AWS_REGION ?? '').trim()
  if (region === '') return failWith(scene, 'Input required and not supplied: aws-region')
  if (!/^[a-z0-9-]+$/.test(region)) return failWith(scene, `Region is not valid: ${region}`)
  Object.assign(scene.exported, { AWS_REGION: region, AWS_DEFAULT_REGION: region })
  const role = scene.with['role-to-assume'] ?? ''
  const hasOwnKeys = (scene.with['aws-access-key-id'] ?? '') !== ''
  if (hasOwnKeys) return takeGivenKeys(scene, region)
  if (role !== '' && scene.planned.mayRequestToken) return assumeWithToken(scene, region, role)
  if (role !== '') {
    scene.log.line(
      'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission? ' +
        'If you are not trying to authenticate with OIDC and the action is working successfully, you can ignore this message.',
    )
  }
  return takeFoundKeys(scene, region)
}

function takeGivenKeys(scene: StepScene, region: string): Promise<StepEnd> {
  const keys = {
    AWS_ACCESS_KEY_ID: scene.with['aws-access-key-id'] ?? '',
    AWS_SECRET_ACCESS_KEY: scene.with['aws-secret-access-key'] ?? '',
  }
  for (const value of Object.values(keys)) scene.log.mask(value)
  Object.assign(scene.exported, keys)
  Object.assign(scene.env, keys)
  return takeFoundKeys(scene, region)
}

/** Without a token the action takes whatever keys the environment has. */
async function takeFoundKeys(scene: StepScene, region: string): Promise<StepEnd> {
  const keys = keysIn(scene.env)
  const identity = keys && (await callerIdentity(scene.origin, region, keys))
  if (identity?.ok) {
    scene.log.line('Proceeding with IAM user credentials')
    return 'success'
  }
  const why = identity ? identity.message : 'Could not load credentials from any providers'
  return failWith(scene, `Credentials could not be loaded, please check your action inputs: ${why}`)
}

async function assumeWithToken(scene: StepScene, region: string, role: string): Promise<StepEnd> {
  if (!role.startsWith('arn:aws')) {
    return failWith(scene, 'Source Account ID is needed if the Role Name is provided and not the Role Arn.')
  }
  const token = await scene.issuer.mint(
    claimsOf(scene, { environment: scene.environment, workflowReference: scene.planned.workflowReference }),
    scene.with.audience || DEFAULTS.audience,
    scene.stage.now(),
    issuerOf(scene),
  )
  scene.log.mask(token)
  const answer = await tryOften(scene, region, {
    role,
    token,
    duration: Number.parseInt(scene.with['role-duration-seconds'] ?? '', 10) || 3600,
    session: scene.with['role-session-name'] || 'GitHubActions',
  })
  if (!answer.ok) return failWith(scene, `Could not assume role with OIDC: ${answer.message}`)
  exportSession(scene, answer.value)
  scene.log.line(`Authenticated as assumedRoleId ${answer.value.assumedRoleId}`)
  return 'success'
}

/** An enterprise may sign with an issuer of its own (GitHub Docs: OIDC, `include_enterprise_slug`). */
function issuerOf({ stage, repository }: StepScene): string | undefined {
  const issuer = findOwner(stage.world.github, repository.owner)?.issuer
  return issuer === undefined ? undefined : `https://${issuer}`
}

async function tryOften(
  scene: StepScene,
  region: string,
  request: RoleRequest,
): Promise<AwsAnswer<SessionKeys>> {
  const attempts = Number.parseInt(scene.with['retry-max-attempts'] ?? '', 10) || ATTEMPTS
  const sts = openSts(scene.origin, region)
  try {
    for (let attempt = 1; ; attempt += 1) {
      scene.log.line('Assuming role with OIDC')
      const answer = await sts.assumeRole(request)
      if (answer.ok || attempt >= attempts) return answer
      await scene.beat('retry')
    }
  } finally {
    sts.close()
  }
}

function exportSession(scene: StepScene, session: SessionKeys): void {
  const keys = {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  }
  for (const value of Object.values(keys)) scene.log.mask(value)
  Object.assign(scene.exported, keys)
}
