import type { Connections } from '../../shared/contract/connections'
import type { GithubConnection } from '../../shared/contract/github-connections'
import { daysLeft } from '../../shared/domain/life'
import type { SignInState } from '../../shared/domain/profile'
import { standingOf } from '../../shared/domain/sign-in-expiry'
import { tokenStanding } from '../../shared/domain/token-expiry'

const MINUTE = 60_000

/** One line for each sign-in of a connected profile, and each GitHub token, that has ended or ends soon; `now` in milliseconds. */
export function endingSignIns({ profiles, aws, identities }: Connections, now: number): string[] {
  const connected = new Set(aws.map(({ profile }) => profile))
  const lines = profiles.map(({ name, signIn }) =>
    signIn && connected.has(name) ? sayEnd(signIn, now) : null,
  )
  const tokens = identities.map((identity) => sayToken(identity, now))
  return [...new Set([...lines, ...tokens].filter((line) => line !== null))]
}

function sayToken({ login, host, expiresAt, failure }: GithubConnection, now: number): string | null {
  const name = `${login ?? 'an identity'} on ${host}`
  if (failure?.reason === 'credentials-expired') return `GitHub: the token of ${name} is no longer accepted`
  switch (tokenStanding(expiresAt, now)) {
    case 'lasting':
      return null
    case 'ended':
      return `GitHub: the token of ${name} has ended`
    case 'ending': {
      const days = daysLeft(expiresAt, now) ?? 0
      return `GitHub: the token of ${name} ends ${days <= 1 ? 'within a day' : `in ${days} days`}`
    }
  }
}

function sayEnd(signIn: SignInState, now: number): string | null {
  const { name, expiresAt } = signIn
  switch (standingOf(signIn, now)) {
    case 'signed-out':
      return `AWS: signed out of ${name}`
    case 'ended':
      return `AWS: the sign-in at ${name} has ended`
    case 'ending': {
      const left = Math.max(1, Math.round((Date.parse(expiresAt ?? '') - now) / MINUTE))
      return `AWS: the sign-in at ${name} ends in ${left} min`
    }
    case 'lasting':
      return null
  }
}
