import { type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { z } from 'zod'
import { Instant, type Region } from '../../../shared/domain/ids'
import type { SignInEvent } from '../../../shared/domain/proof/sign-in'
import type { SignInPage, SignInsAsked } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

/**
 * One `LookupEvents` for `AssumeRoleWithWebIdentity`: 50 a page, two calls a second for each account and region, newest
 * first (CloudTrail API reference). The caller keeps the pace.
 */
export async function readSignIns(
  session: AwsSession,
  { region, from, to, next }: SignInsAsked,
): Promise<SignInPage> {
  return calling({ action: 'cloudtrail:LookupEvents', profile: session.profile }, async () => {
    const { Events, NextToken } = await session.cloudtrail(region).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoleWithWebIdentity' }],
        StartTime: new Date(from),
        EndTime: new Date(to),
        ...(next === null ? {} : { NextToken: next }),
      }),
    )
    return { events: (Events ?? []).flatMap((event) => signInOf(event, region)), next: NextToken ?? null }
  })
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null)

/** The parts of the record that tell a sign-in; its session token stays where it is. */
const Recorded = z.object({
  eventTime: z.string().transform((time) => new Date(time).toISOString()),
  awsRegion: text,
  sourceIPAddress: text,
  errorCode: text,
  userIdentity: z.object({ userName: text, principalId: text }).nullish(),
  requestParameters: z.object({ roleArn: text, roleSessionName: text }).nullish(),
  responseElements: z
    .object({
      subjectFromWebIdentityToken: text,
      assumedRoleUser: z.object({ arn: text }).nullish(),
    })
    .nullish(),
})

/** A record that cannot be read is passed over: it may be of a form that nobody knew. */
function signInOf({ EventId, CloudTrailEvent }: Event, region: Region): SignInEvent[] {
  const parsed = Recorded.safeParse(jsonOf(CloudTrailEvent ?? ''))
  if (!parsed.success || !Instant.safeParse(parsed.data.eventTime).success) return []
  const { eventTime, awsRegion, sourceIPAddress, errorCode, userIdentity, ...rest } = parsed.data
  const { requestParameters, responseElements } = rest
  return [
    {
      id: EventId ?? '',
      at: eventTime,
      region: awsRegion ?? region,
      accepted: errorCode === null,
      refusal: errorCode,
      subject: responseElements?.subjectFromWebIdentityToken ?? userIdentity?.userName ?? null,
      role: requestParameters?.roleArn ?? null,
      sessionName: requestParameters?.roleSessionName ?? null,
      session: responseElements?.assumedRoleUser?.arn ?? null,
      source: sourceIPAddress,
    },
  ]
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return null
  }
}
