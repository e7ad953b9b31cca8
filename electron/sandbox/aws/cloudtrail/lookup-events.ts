import type { Context, Next } from 'hono'
import { z } from 'zod'
import type { Stage } from '../../world'
import { authorize } from '../authorize'
import { AwsFault } from '../aws-fault'
import { type Caller, callerOf } from '../caller'
import { EVENT_NAME, recordOf, type TrailEvent } from './trail'

const TARGET = 'CloudTrail_20131101.'

/** Calls a second for each account and region (CloudTrail API reference, LookupEvents). */
const CALLS_A_SECOND = 2

const Asked = z.object({
  LookupAttributes: z
    .array(z.object({ AttributeKey: z.string(), AttributeValue: z.string() }))
    .max(1)
    .default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  MaxResults: z.number().int().min(1).max(50).default(50),
  NextToken: z.string().optional(),
})
type Asked = z.infer<typeof Asked>

/** CloudTrail by AWS's JSON 1.1 protocol: the event history of sign-ins by web identity. Other targets pass by. */
export function cloudTrailTarget(stage: Stage) {
  const calls = new Map<string, number[]>()
  return async (context: Context, next: Next): Promise<Response | undefined> => {
    const target = context.req.header('x-amz-target') ?? ''
    if (!target.includes(TARGET)) {
      await next()
      return undefined
    }
    try {
      const caller = callerOf(stage, (name) => context.req.header(name))
      const operation = target.slice(target.indexOf(TARGET) + TARGET.length)
      authorize(stage, caller, `cloudtrail:${operation}`, '*')
      if (operation !== 'LookupEvents') throw new AwsFault('UnknownOperationException', '')
      keepPace(calls, caller, Date.now())
      return answer(200, lookUp(stage, caller, askedIn(await context.req.text())))
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error
      const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code
      return answer(400, { __type: code, message: error.message })
    }
  }
}

function keepPace(calls: Map<string, number[]>, { account, region }: Caller, now: number): void {
  const key = `${account.id} ${region}`
  const recent = (calls.get(key) ?? []).filter((at) => now - at < 1_000)
  if (recent.length >= CALLS_A_SECOND) throw new AwsFault('ThrottlingException', 'Rate exceeded')
  calls.set(key, [...recent, now])
}

function askedIn(text: string): Asked {
  const parsed = Asked.safeParse(JSON.parse(text === '' ? '{}' : text))
  if (parsed.success) return parsed.data
  const isAttribute = parsed.error.issues.some(({ path }) => path[0] === 'LookupAttributes')
  throw isAttribute
    ? new AwsFault('InvalidLookupAttributesException', 'Only one lookup attribute may be specified.')
    : new AwsFault('InvalidMaxResultsException', 'A maximum of 50 results may be returned.')
}

/** Newest first, as far as CloudTrail has taken notice. */
function lookUp(stage: Stage, caller: Caller, asked: Asked): object {
  const { StartTime: from = 0, EndTime: to = Number.POSITIVE_INFINITY, MaxResults: size } = asked
  if (from > to) throw new AwsFault('InvalidTimeRangeException', 'The start time is after the end time.')
  const noticed = stage.now() - (stage.world.aws.trailDelay ?? 0) * 1000
  const found = (caller.account.trail ?? []).filter((event) => {
    const at = Date.parse(event.at)
    const isMeant = at / 1000 >= from && at / 1000 <= to && event.region === caller.region
    return isMeant && at <= noticed && asked.LookupAttributes.every((one) => fits(event, one))
  })
  const start = offsetOf(asked.NextToken)
  const page = found.reverse().slice(start, start + size)
  const next = start + size < found.length ? tokenOf(start + size) : null
  return {
    Events: page.map((event) => shown(caller, event)),
    ...(next === null ? {} : { NextToken: next }),
  }
}

function fits(event: TrailEvent, { AttributeKey: key, AttributeValue: value }: Attribute): boolean {
  const values: Record<string, string> = {
    EventId: event.id,
    EventName: EVENT_NAME,
    EventSource: 'sts.amazonaws.com',
    ReadOnly: 'true',
    ResourceName: event.roleArn,
    ResourceType: 'AWS::IAM::Role',
    Username: event.subject,
  }
  return values[key] === value
}

type Attribute = Asked['LookupAttributes'][number]

function shown({ account }: Caller, event: TrailEvent): object {
  return {
    EventId: event.id,
    EventName: EVENT_NAME,
    ReadOnly: 'true',
    EventTime: Date.parse(event.at) / 1000,
    EventSource: 'sts.amazonaws.com',
    Username: event.subject,
    Resources: [{ ResourceType: 'AWS::IAM::Role', ResourceName: event.roleArn }],
    CloudTrailEvent: JSON.stringify(recordOf(account, event)),
  }
}

function tokenOf(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64')
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0
  const match = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))
  if (!match) throw new AwsFault('InvalidNextTokenException', 'The next token is not valid.')
  return Number(match[1])
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  })
}
