import { Banner, Button, LinkButton } from '@primer/react'
import type { ReactNode } from 'react'
import { Link as RouterLink } from 'react-router'
import type { Failure, FailureReason, Recovery } from '../../shared/domain/failure'
import { clockOf, useNow } from './time'

const TITLES: Record<FailureReason, string> = {
  'not-connected': 'Not connected',
  'credentials-expired': 'No valid credentials',
  forbidden: 'No permission',
  'sso-required': 'Single sign-on is needed',
  'not-found': 'Not found',
  'rate-limited': 'GitHub’s rate limit is reached',
  offline: 'Out of reach',
  invalid: 'Not valid',
  conflict: 'Something is in the way',
  outdated: 'The world has moved',
  throttled: 'AWS asks to slow down',
  upstream: 'Something failed',
}

interface Props {
  failure: Failure
  onRetry?: (() => void) | undefined
  /** Makes the plan anew; without it `onRetry` serves. */
  onReplan?: (() => void) | undefined
  /** Over the whole width, without a border. */
  flush?: boolean
  /** Stands where one connects: a link to there would lead nowhere. */
  connecting?: boolean
}

/** An expected failure: what happened, and what the user can do about it as a button. */
export function Problem({ failure, onRetry, onReplan, flush = false, connecting = false }: Props) {
  const here = connecting && failure.recovery.kind.startsWith('connect-')
  const recovery = here ? ({ kind: 'retry' } as const) : failure.recovery
  const action = useRecovery(recovery, onRetry, onReplan ?? onRetry)
  return (
    <Banner
      variant={failure.reason === 'invalid' || failure.reason === 'upstream' ? 'critical' : 'warning'}
      title={TITLES[failure.reason]}
      description={
        <>
          {failure.sentence}
          {failure.recovery.kind === 'ask-administrator' && (
            <>
              {' '}
              Needed: <code>{failure.recovery.permission}</code>
            </>
          )}
          {failure.code && <span className="muted"> ({failure.code})</span>}
        </>
      }
      layout="compact"
      flush={flush}
      primaryAction={action}
    />
  )
}

function useRecovery(
  recovery: Recovery,
  onRetry: (() => void) | undefined,
  onReplan: (() => void) | undefined,
): ReactNode {
  const now = useNow()
  switch (recovery.kind) {
    case 'retry':
    case 'ask-administrator':
      return onRetry && <Button onClick={onRetry}>Try again</Button>
    case 'replan':
      return onReplan && <Button onClick={onReplan}>Plan again</Button>
    case 'wait': {
      const waits = recovery.until !== null && Date.parse(recovery.until) > now
      if (waits && recovery.until) return <Button disabled>Wait until {clockOf(recovery.until)}</Button>
      return onRetry && <Button onClick={onRetry}>Try again</Button>
    }
    case 'connect-aws':
      return (
        <LinkButton as={RouterLink} to="/connections">
          {recovery.profile ? `Connect profile ${recovery.profile}` : 'Connect an AWS profile'}
        </LinkButton>
      )
    case 'connect-github':
      return (
        <LinkButton as={RouterLink} to="/connections">
          Connect GitHub
        </LinkButton>
      )
    case 'open-page':
      return (
        <LinkButton href={recovery.url} target="_blank" rel="noreferrer">
          {recovery.label}
        </LinkButton>
      )
    case 'correct-input':
      return undefined
    default: {
      const unreachable: never = recovery
      return unreachable
    }
  }
}
