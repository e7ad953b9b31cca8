import { CheckCircleFillIcon } from '@primer/octicons-react'
import { Button, Label } from '@primer/react'
import type { AwsConnection } from '../../../shared/contract/connections'
import type { AwsProfile, ProfileKind } from '../../../shared/domain/profile'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import styles from './aws-profiles.module.css'
import { useConnectionChanges } from './connections-queries'
import { MovedPin } from './moved-pin'
import { SignInLine } from './sign-in-line'

const KINDS: Record<ProfileKind, string> = {
  static: 'Access key',
  'assume-role': 'Assumes a role',
  'sso-session': 'IAM Identity Center',
  'sso-legacy': 'IAM Identity Center, legacy',
  process: 'Credential process',
  login: 'aws login',
  'web-identity': 'Web identity',
  environment: 'Environment',
  incomplete: 'No credentials',
}

interface Props {
  name: string
  /** Absent for a connected profile that the files no longer have. */
  profile: AwsProfile | undefined
  connection: AwsConnection | undefined
}

/** One profile: its kind and chain, the account that it is pinned to, its sign-in, and what is wrong with it. */
export function AwsProfileRow({ name, profile, connection }: Props) {
  const { connectAws, disconnectAws } = useConnectionChanges()
  const connect = () => connectAws.mutate({ profile: name, region: null })
  const moved = connection?.movedTo ?? null
  const failure = connectAws.error ? failureOf(connectAws.error) : (connection?.failure ?? null)
  const usable = profile?.kind !== 'incomplete' && profile?.says == null
  return (
    <li className={styles.profile}>
      <div className={styles.line}>
        <span className={styles.name}>{name}</span>
        {profile && <Label variant="secondary">{KINDS[profile.kind]}</Label>}
        {connection ? (
          <Button
            size="small"
            variant="invisible"
            aria-label={`Disconnect profile ${name}`}
            loading={disconnectAws.isPending}
            onClick={() => disconnectAws.mutate({ profile: name })}
          >
            Disconnect
          </Button>
        ) : (
          <Button
            size="small"
            aria-label={`Connect profile ${name}`}
            disabled={!usable}
            loading={connectAws.isPending}
            onClick={connect}
          >
            Connect
          </Button>
        )}
      </div>
      {profile && profile.chain.length > 0 && <Chain names={[name, ...profile.chain]} />}
      {profile?.says && <p className="muted">{profile.says}</p>}
      {!profile && <p className="muted">The AWS files have no profile of this name any more.</p>}
      {connection && (
        <p className={styles.account} title={connection.arn}>
          {!connection.failure && <CheckCircleFillIcon className={styles.connected ?? ''} />}
          <span className="mono">{connection.account}</span>
          {connection.alias && <span>{connection.alias}</span>}
          <span className="muted">{connection.region}</span>
        </p>
      )}
      {profile?.signIn && <SignInLine profile={name} signIn={profile.signIn} />}
      {connection && moved !== null ? (
        <MovedPin connection={connection} to={moved} />
      ) : (
        failure && <Problem connecting failure={failure} onRetry={connect} />
      )}
    </li>
  )
}

function Chain({ names }: { names: readonly string[] }) {
  return (
    <p className={styles.chain}>
      <span className="visually-hidden">Credentials by way of </span>
      {names.join(' ← ')}
    </p>
  )
}
