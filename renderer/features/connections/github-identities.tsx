import { AlertIcon, ClockIcon, PlusIcon } from '@primer/octicons-react'
import { Button, Dialog, Label, LinkButton } from '@primer/react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Connections } from '../../../shared/contract/connections'
import type { GithubConnection } from '../../../shared/contract/github-connections'
import { tokenStanding } from '../../../shared/domain/token-expiry'
import { failureOf } from '../../api'
import { Countdown } from '../../ui/countdown'
import { Problem } from '../../ui/problem'
import { clockOf, useNow } from '../../ui/time'
import { AddGithub } from './add-github'
import { useConnectionChanges } from './connections-queries'
import styles from './github-identities.module.css'
import { GithubToken } from './github-token'

const TOKEN_KINDS: Record<GithubConnection['tokenKind'], string> = {
  classic: 'Classic token',
  'fine-grained': 'Fine-grained token',
  oauth: 'OAuth token',
  app: 'App token',
  other: 'Token',
}

const ORIGINS: Record<GithubConnection['origin'], string> = {
  pasted: 'pasted here',
  device: 'by device code',
  gh: 'of the GitHub CLI',
  environment: 'of the environment',
  sandbox: 'of the sandbox',
}

/** Every GitHub identity with its host, its token's end and its budget; one of them is acted as. */
export function GithubIdentities({ connections }: { connections: Connections }) {
  const { identities, keepsSecrets } = connections
  const [adding, setAdding] = useState(false)
  if (identities.length === 0) return <AddGithub connections={connections} />
  return (
    <div className="stack">
      <ul className={styles.identities} aria-label="GitHub identities">
        {identities.map((identity) => (
          <Identity key={identity.id} identity={identity} keepsSecrets={keepsSecrets} />
        ))}
      </ul>
      <div className={styles.footer}>
        <LinkButton as={Link} to="/fleet/choose">
          Choose repositories
        </LinkButton>
        <Button leadingVisual={PlusIcon} onClick={() => setAdding(true)}>
          Add an identity
        </Button>
      </div>
      {adding && (
        <Dialog
          title="Add a GitHub identity"
          subtitle="Rolecall acts as it at once; the others stay connected"
          onClose={() => setAdding(false)}
        >
          <AddGithub connections={connections} onConnected={() => setAdding(false)} />
        </Dialog>
      )}
    </div>
  )
}

function Identity({ identity, keepsSecrets }: { identity: GithubConnection; keepsSecrets: boolean }) {
  const { id, login, host, tokenKind, origin, active, failure, caFile } = identity
  const { useGithub: act, disconnectGithub } = useConnectionChanges()
  const [replacing, setReplacing] = useState(false)
  const name = login ? `${login} on ${host}` : host
  const replaceable = origin === 'pasted' || origin === 'device'
  const failed = act.error ?? disconnectGithub.error
  return (
    <li className={styles.identity}>
      <div className={styles.head}>
        <span className={styles.name}>
          <b>{login ?? 'Not known yet'}</b> on {host}
        </span>
        {active && <Label variant="success">Acting as this one</Label>}
        <span className={styles.buttons}>
          {!active && (
            <Button
              size="small"
              aria-label={`Act as ${name}`}
              loading={act.isPending}
              onClick={() => act.mutate({ id })}
            >
              Act as this one
            </Button>
          )}
          {replaceable && (
            <Button
              size="small"
              variant={failure?.reason === 'credentials-expired' ? 'primary' : 'invisible'}
              aria-label={`Replace the token of ${name}`}
              onClick={() => setReplacing(true)}
            >
              Replace token
            </Button>
          )}
          {origin !== 'sandbox' && (
            <Button
              size="small"
              variant="invisible"
              aria-label={`Disconnect ${name}`}
              loading={disconnectGithub.isPending}
              onClick={() => disconnectGithub.mutate({ id })}
            >
              Disconnect
            </Button>
          )}
        </span>
      </div>
      <p className={styles.facts}>
        <span>
          {TOKEN_KINDS[tokenKind]}, {ORIGINS[origin]}
        </span>
        <Expiry identity={identity} />
        <Budgets identity={identity} />
        {caFile && <span className="mono">{caFile}</span>}
      </p>
      {failure && <Problem connecting failure={failure} />}
      {failed && <Problem connecting failure={failureOf(failed)} />}
      {replacing && (
        <Dialog
          title="Replace the token"
          subtitle={`Of ${name}; everything else stays as it is`}
          onClose={() => setReplacing(false)}
        >
          <GithubToken
            keepsSecrets={keepsSecrets}
            host={{ host, caFile }}
            replaces={id}
            onConnected={() => setReplacing(false)}
          />
        </Dialog>
      )}
    </li>
  )
}

/** When the token ends, told louder when that is near. */
function Expiry({ identity: { expiresAt } }: { identity: GithubConnection }) {
  const standing = tokenStanding(expiresAt, useNow())
  if (expiresAt === null) return null
  const Shape = standing === 'lasting' ? ClockIcon : AlertIcon
  return (
    <span className="inline-mark">
      <Shape size={12} className={standing === 'lasting' ? '' : (styles.warning ?? '')} />
      <span>
        Token: <Countdown to={expiresAt} />
      </span>
    </span>
  )
}

function Budgets({ identity: { budgets } }: { identity: GithubConnection }) {
  return budgets.map(({ resource, remaining, limit, resetsAt }) => (
    <span key={resource} title={`Full again at ${clockOf(resetsAt)}`}>
      {resource === 'core' ? 'REST' : 'GraphQL'}: {remaining.toLocaleString('en')} of{' '}
      {limit.toLocaleString('en')} left
    </span>
  ))
}
