import { randomBytes } from 'node:crypto'
import type { Stage } from '../../world'
import type { AwsAccount, AwsRole } from '../aws-world'
import { timestamp, uniqueId } from '../query-action'

/** Expired keys stay this long, so that their use is answered with `ExpiredToken` and not as unknown. */
const KEEP_EXPIRED = 24 * 60 * 60 * 1000

/** Registers session credentials of a role. They last `seconds`. */
export function openSession(
  stage: Stage,
  account: AwsAccount,
  role: AwsRole,
  { sessionName, seconds }: { sessionName: string; seconds: number },
) {
  forgetOldSessions(stage)
  const accessKeyId = uniqueId('ASIA', 16)
  const arn = `arn:aws:sts::${account.id}:assumed-role/${role.name}/${sessionName}`
  const expiresAt = stage.now() + seconds * 1000
  stage.world.aws.accessKeys[accessKeyId] = {
    account: account.id,
    arn,
    allowedActions: [],
    sessionOf: { roleName: role.name, expiresAt: new Date(expiresAt).toISOString() },
  }
  stage.changed()
  return {
    arn,
    credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: randomBytes(96).toString('base64'),
      Expiration: timestamp(expiresAt),
    },
  }
}

function forgetOldSessions(stage: Stage): void {
  const keys = stage.world.aws.accessKeys
  for (const [id, { sessionOf }] of Object.entries(keys)) {
    if (sessionOf && Date.parse(sessionOf.expiresAt) + KEEP_EXPIRED < stage.now()) delete keys[id]
  }
}
