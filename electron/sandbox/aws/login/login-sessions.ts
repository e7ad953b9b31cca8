import { randomBytes } from 'node:crypto'
import type { Stage } from '../../world'
import { uniqueId } from '../query-action'

/** A session of `aws login`, by its refresh token: whose it is, and the key that must prove its possession. */
export interface LoginSession {
  clientId: string
  account: string
  /** Of the user that signed in. */
  arn: string
  /** The public key as RFC 7638 tells keys apart. */
  keyThumbprint: string
  /** Until when it may be renewed; ISO 8601. */
  endsAt: string
  /** Why it is renewed no more; absent mostly. */
  refused?: 'USER_CREDENTIALS_CHANGED'
}

/** The client ID that the AWS CLI has for a browser on the same device. */
export const CLI_CLIENT_ID = 'arn:aws:signin:::devtools/same-device'

/** Seconds. */
export const CREDENTIALS_LIVE = 900

/** Temporary credentials of a session’s user; each keeps what the user may do. */
export function credentialsOf(stage: Stage, { account, arn }: LoginSession) {
  const accessKeyId = uniqueId('ASIA', 16)
  stage.world.aws.accessKeys[accessKeyId] = { account, arn, allowedActions: null, sessionOf: null }
  return {
    accessKeyId,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
  }
}

/** Keeps a session; the refresh token by which it is renewed once. */
export function keepLogin(stage: Stage, session: LoginSession): string {
  const refreshToken = randomBytes(48).toString('base64url')
  stage.world.aws.logins = { ...stage.world.aws.logins, [refreshToken]: session }
  stage.changed()
  return refreshToken
}
