import { BeakerIcon } from '@primer/octicons-react'
import { Button, LinkButton } from '@primer/react'
import { Link } from 'react-router'
import type { Connections, GithubConnection } from '../../../shared/contract/connections'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { AwsProfiles } from './aws-profiles'
import { useConnectionChanges, useConnections } from './connections-queries'
import { GithubToken } from './github-token'

const TOKEN_KINDS: Record<GithubConnection['tokenKind'], string> = {
  classic: 'classic token',
  'fine-grained': 'fine-grained token',
  app: 'app token',
  other: 'token',
}

const SOURCES: Record<GithubConnection['source'], string> = {
  pasted: 'pasted here',
  environment: 'from the environment',
  sandbox: 'of the sandbox',
}

/** Who Rolecall acts as: the GitHub identity, the AWS profiles, or the sandbox. */
export function ConnectionsPage() {
  useTitle('Connections')
  const connections = useConnections()
  return (
    <div className="page narrow">
      <h1 className="page-title">Connections</h1>
      {connections.isPending && <SkeletonLines lines={6} />}
      {connections.error && (
        <Problem failure={failureOf(connections.error)} onRetry={() => void connections.refetch()} />
      )}
      {connections.data && <Everything connections={connections.data} />}
    </div>
  )
}

function Everything({ connections }: { connections: Connections }) {
  return (
    <>
      <section className="section" aria-labelledby="github">
        <h2 className="section-title" id="github">
          GitHub
        </h2>
        {connections.github ? (
          <Github github={connections.github} sandbox={connections.sandbox} />
        ) : (
          <GithubToken keepsSecrets={connections.keepsSecrets} />
        )}
      </section>
      <section className="section" aria-labelledby="aws">
        <h2 className="section-title" id="aws">
          AWS
        </h2>
        <p className="section-lead">
          Rolecall uses the profiles of this machine through the AWS SDK, and never copies an access key. Each
          is pinned to the account it resolved to; if it ever resolves to another, nothing is done with it.
        </p>
        <AwsProfiles connections={connections} />
      </section>
      <section className="section" aria-labelledby="sandbox">
        <h2 className="section-title" id="sandbox">
          Sandbox
        </h2>
        <Sandbox inside={connections.sandbox} />
      </section>
    </>
  )
}

function Github({ github, sandbox }: { github: GithubConnection; sandbox: boolean }) {
  const { disconnectGithub } = useConnectionChanges()
  return (
    <div className="stack">
      <div className="line">
        <span>
          <b>{github.login}</b> on {github.host}{' '}
          <span className="muted">
            ({TOKEN_KINDS[github.tokenKind]} {SOURCES[github.source]})
          </span>
        </span>
        <LinkButton as={Link} to="/fleet/choose">
          Choose repositories
        </LinkButton>
        {!sandbox && (
          <Button loading={disconnectGithub.isPending} onClick={() => disconnectGithub.mutate(undefined)}>
            Disconnect GitHub
          </Button>
        )}
      </div>
      {github.failure && <Problem connecting failure={github.failure} />}
    </div>
  )
}

function Sandbox({ inside }: { inside: boolean }) {
  const { exploreSandbox, leaveSandbox } = useConnectionChanges()
  const change = inside ? leaveSandbox : exploreSandbox
  return (
    <div className="stack">
      <p className="section-lead">
        {inside
          ? 'You are looking at the embedded world. Nothing here touches the real GitHub or AWS.'
          : 'An embedded GitHub and AWS with repositories that each have their own fault. Your connections stay as they are.'}
      </p>
      <div>
        <Button
          leadingVisual={BeakerIcon}
          loading={change.isPending}
          onClick={() => change.mutate(undefined)}
        >
          {inside ? 'Leave the sandbox' : 'Explore the sandbox'}
        </Button>
      </div>
      {change.error && <Problem failure={failureOf(change.error)} />}
    </div>
  )
}
