import { Banner, Button, LinkButton } from '@primer/react'
import type { ReactNode } from 'react'
import { Link as RouterLink } from 'react-router'
import type { Failure, FailureReason } from '../../shared/domain/failure'
import { clockOf, useNow } from './time'

const TITLES: Record<FailureReason, string> = {
  'not-connected': 'Not connected',
  'credentials-expired': 'Credentials have expired',
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
}

/** An expected failure: what happened, and what the user can do about it as a button. */
export function Problem({ failure, onRetry, onReplan, flush = false }: Props) {
  const action = useRecovery(failure, onRetry, onReplan ?? onRetry)
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
  failure: Failure,
  onRetry: (() => void) | undefined,
  onReplan: (() => void) | undefined,
): ReactNode {
  const now = useNow()
  const { recovery } = failure
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
