import { randomUUID } from 'node:crypto'
import type { Stage } from '../../world'
import type { AwsAccount } from '../aws-world'

/** One `AssumeRoleWithWebIdentity` as CloudTrail keeps it. */
export interface TrailEvent {
  id: string
  /** Whole seconds. */
  at: string
  region: string
  /** `arn:…:oidc-provider/…`. */
  provider: string
  subject: string
  audience: string
  roleArn: string
  sessionName: string
  seconds: number
  userAgent: string
  /** Null where it was refused. */
  session: { arn: string; roleId: string; accessKeyId: string; expiresAt: string } | null
}

/** The real one keeps 90 days; a world that is kept in one file also has an end. */
const KEPT = { days: 90, events: 2_000 }

/** Records a token that STS could verify; of others AWS keeps nothing to rely on (IAM user guide, CloudTrail). */
export function record(stage: Stage, account: AwsAccount, event: Omit<TrailEvent, 'id' | 'at'>): void {
  const oldest = stage.now() - KEPT.days * 24 * 3_600_000
  const kept = (account.trail ?? []).filter(({ at }) => Date.parse(at) >= oldest).slice(1 - KEPT.events)
  const at = `${new Date(stage.now()).toISOString().slice(0, 19)}Z`
  account.trail = [...kept, { id: randomUUID(), at, ...event }]
  stage.changed()
}

/** The record as the event history shows it (IAM user guide, example of an AWS STS API event). */
export function recordOf({ id: account }: AwsAccount, event: TrailEvent): object {
  const { id, at, region, provider, subject, audience, roleArn, session, sessionName } = event
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:${audience}:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    eventTime: at,
    eventSource: 'sts.amazonaws.com',
    eventName: EVENT_NAME,
    awsRegion: region,
    sourceIPAddress: RUNNER_ADDRESS,
    userAgent: event.userAgent,
    ...(session ? {} : { errorCode: 'AccessDenied', errorMessage: 'An unknown error occurred' }),
    requestParameters: { durationSeconds: event.seconds, roleArn, roleSessionName: sessionName },
    responseElements: session && {
      subjectFromWebIdentityToken: subject,
      assumedRoleUser: { assumedRoleId: `${session.roleId}:${sessionName}`, arn: session.arn },
      credentials: { accessKeyId: session.accessKeyId, expiration: session.expiresAt, sessionToken: '***' },
      provider,
      audience,
    },
    requestID: id,
    eventID: id,
    readOnly: true,
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  }
}

export const EVENT_NAME = 'AssumeRoleWithWebIdentity'

/** An address that nobody has (RFC 5737). */
const RUNNER_ADDRESS = '203.0.113.17'
