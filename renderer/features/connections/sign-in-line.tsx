import { AlertIcon, ClockIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useState } from 'react'
import type { SignInState } from '../../../shared/domain/profile'
import { type SignInStanding, standingOf } from '../../../shared/domain/sign-in-expiry'
import { ageOf, clockOf, momentOf, useNow } from '../../ui/time'
import styles from './aws-profiles.module.css'
import { SignInDialog } from './sign-in-dialog'
import { signInForProfile } from './use-sign-in'

/** Until when somebody is signed in for a profile, told ahead of the end, with the one click that renews it. */
export function SignInLine({ profile, signIn }: { profile: string; signIn: SignInState }) {
  const [signingIn, setSigningIn] = useState(false)
  const now = useNow()
  const standing = standingOf(signIn, now)
  const Shape = standing === 'lasting' ? ClockIcon : AlertIcon
  return (
    <div className={styles.signIn}>
      <span className="inline-mark">
        <Shape className={standing === 'lasting' ? '' : (styles.warning ?? '')} />
        <span title={signIn.expiresAt ? momentOf(signIn.expiresAt) : undefined}>
          {sayStanding(standing, signIn, now)}
        </span>
      </span>
      {signIn.how === 'identity-center' && (
        <Button
          size="small"
          variant={standing === 'lasting' ? 'invisible' : 'default'}
          aria-label={`${standing === 'signed-out' ? 'Sign in' : 'Renew the sign-in'} for profile ${profile}`}
          onClick={() => setSigningIn(true)}
        >
          {standing === 'signed-out' ? 'Sign in' : 'Renew'}
        </Button>
      )}
      {signIn.how === 'aws-login' && standing !== 'lasting' && (
        <span className="muted">
          Only the AWS CLI can begin it: <code>aws login --profile {profile}</code>
        </span>
      )}
      {signingIn && (
        <SignInDialog
          title="Sign in with IAM Identity Center"
          subtitle={`For the AWS profile ${profile}`}
          says="Open the page, and confirm there that it shows this code:"
          kept="The sign-in is kept where the AWS CLI keeps it, so both share it."
          order={signInForProfile(profile)}
          onClose={() => setSigningIn(false)}
        />
      )}
    </div>
  )
}

function sayStanding(
  standing: SignInStanding,
  { name, expiresAt, renewable }: SignInState,
  now: number,
): string {
  const at = expiresAt === null ? '' : clockOf(expiresAt)
  switch (standing) {
    case 'signed-out':
      return `Signed out of ${name}`
    case 'ended':
      return `The sign-in at ${name} ended ${expiresAt === null ? '' : ageOf(expiresAt, now)}`
    case 'ending':
      return `The sign-in at ${name} ends at ${at}`
    case 'lasting':
      return renewable ? `Signed in at ${name}; renews itself` : `Signed in at ${name} until ${at}`
  }
}
