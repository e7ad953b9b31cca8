import { CheckCircleFillIcon } from '@primer/octicons-react'
import { Button, Label } from '@primer/react'
import type {
  AwsConnection,
  AwsProfile,
  Connections,
  ProfileKind,
} from '../../../shared/contract/connections'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import styles from './aws-profiles.module.css'
import { useConnectionChanges } from './connections-queries'

const KINDS: Record<ProfileKind, string> = {
  static: 'Access key',
  'assume-role': 'Assumes a role',
  sso: 'IAM Identity Center',
  process: 'Credential process',
  'login-session': 'aws login',
  'web-identity': 'Web identity',
  environment: 'Environment',
  empty: 'No credentials',
}

/** The AWS profiles of this machine, each with the account it resolved to or a button to connect it. */
export function AwsProfiles({ connections }: { connections: Connections }) {
  const { profiles, aws } = connections
  const names = [...new Set([...profiles.map(({ name }) => name), ...aws.map(({ profile }) => profile)])]
  if (names.length === 0) {
    return (
      <p className="muted">
        No AWS profile was found. Make one with <code>aws configure sso</code> or <code>aws login</code>, then
        come back.
      </p>
    )
  }
  return (
    <ul className={styles.profiles} aria-label="AWS profiles">
      {names.map((name) => (
        <Profile
          key={name}
          name={name}
          profile={profiles.find((profile) => profile.name === name)}
          connection={aws.find((connection) => connection.profile === name)}
        />
      ))}
    </ul>
  )
}

interface ProfileProps {
  name: string
  profile: AwsProfile | undefined
  connection: AwsConnection | undefined
}

function Profile({ name, profile, connection }: ProfileProps) {
  const { connectAws, disconnectAws } = useConnectionChanges()
  const connect = () => connectAws.mutate({ profile: name, region: null })
  const failure = connectAws.error ? failureOf(connectAws.error) : (connection?.failure ?? null)
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
            disabled={profile?.kind === 'empty'}
            loading={connectAws.isPending}
            onClick={connect}
          >
            Connect
          </Button>
        )}
      </div>
      {connection && (
        <p className={styles.account} title={connection.arn}>
          {!connection.failure && <CheckCircleFillIcon className={styles.connected ?? ''} />}
          <span className="mono">{connection.account}</span>
          {connection.alias && <span>{connection.alias}</span>}
          <span className="muted">{connection.region}</span>
        </p>
      )}
      {failure && <Problem connecting failure={failure} onRetry={connect} />}
    </li>
  )
}
