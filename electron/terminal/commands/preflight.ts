import type { AwsPreflight } from '../../../shared/contract/connections'
import type { GithubPreflight } from '../../../shared/contract/github-connections'
import { GITHUB_NEEDS } from '../../../shared/domain/github-preflight'
import type { Partition } from '../../../shared/domain/ids'
import { type OwnPolicyKind, ownPolicy } from '../../../shared/domain/own-policy'
import { FEATURE_WORDS, type FeatureVerdict } from '../../../shared/domain/preflight'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

const MARKS: Readonly<Record<FeatureVerdict['allowed'], string>> = { yes: '✓', no: '✗', unknown: '?' }

/** `preflight`: what profiles and identities may do, feature by feature; one profile alone where it is named. Changes nothing. */
export async function preflightVerb(session: Session, profile: string | null): Promise<number> {
  const { client, json, print, progress, told } = session
  const [aws, github] = await Promise.all([
    client.connections.preflightAws({ profile }),
    profile === null ? client.connections.preflightGithub({ id: null }) : [],
  ])
  const asked = [...aws, ...github]
  if (json) print(JSON.stringify({ aws: aws.map(entryOf), github }, null, 2))
  else print(textOf(aws, github))
  for (const { failure } of asked) if (failure) progress(told(failure))
  if (aws.length === 0) {
    progress('Connect a profile with `connect PROFILE`, or name one in AWS_PROFILE.')
    if (github.length === 0) return EXIT.unanswered
  }
  if (asked.every(({ failure }) => failure !== null)) return EXIT.unanswered
  const fine = asked.every(({ failure, features }) => failure === null && features.every(isAllowed))
  const authorized = github.every(({ sso }) => sso.length === 0)
  return fine && authorized ? EXIT.fine : EXIT.bad
}

function isAllowed({ allowed }: { allowed: FeatureVerdict['allowed'] }): boolean {
  return allowed === 'yes'
}

function textOf(aws: AwsPreflight[], github: GithubPreflight[]): string {
  const ofAws = aws.length > 0 ? aws.map(preflightText) : ['No AWS profile is connected.']
  return [...ofAws, ...github.map(githubText)].join('\n\n')
}

function githubText({ login, host, features, sso }: GithubPreflight): string {
  const rows = features.map(({ feature, allowed, says }) => [
    `  ${MARKS[allowed]}`,
    GITHUB_NEEDS[feature].words,
    says,
  ])
  return [
    `${login ?? 'an unknown login'} on ${host}`,
    ...(rows.length > 0 ? [columns(rows)] : ['  nothing could be found out']),
    ...sso.map(
      ({ organization, url }) => `  ${organization} asks for single sign-on: authorize the token at ${url}`,
    ),
  ].join('\n')
}

function entryOf({ profile, account, features, organization, failure }: AwsPreflight) {
  return { profile, account, features, organization, failure }
}

function preflightText({ profile, account, features, organization }: AwsPreflight): string {
  const rows = features.map(({ feature, allowed, says }) => [
    `  ${MARKS[allowed]}`,
    FEATURE_WORDS[feature],
    says,
  ])
  return [
    `${profile} in account ${account}`,
    ...(rows.length > 0 ? [columns(rows)] : ['  nothing could be found out']),
    ...(organization ? [`  Organization ${organization.id}: ${organization.says}`] : []),
  ].join('\n')
}

/** The policy that Rolecall itself needs, for any account of a partition. */
export function policyText(kind: OwnPolicyKind, partition: Partition): string {
  return ownPolicy(kind, partition, null)
}
