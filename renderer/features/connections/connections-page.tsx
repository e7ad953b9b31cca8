import { BeakerIcon } from '@primer/octicons-react'
import { Button, Flash } from '@primer/react'
import type { Connections } from '../../../shared/contract/connections'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { AwsPreflight } from './aws-preflight'
import { AwsProfiles } from './aws-profiles'
import { useConnectionChanges, useConnections } from './connections-queries'
import { GithubIdentities } from './github-identities'
import { GithubPreflight } from './github-preflight'
import { TokenIssuers } from './token-issuers'

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
        <div className="stack">
          {connections.whyNotKept && <Flash variant="warning">{connections.whyNotKept}</Flash>}
          <GithubIdentities connections={connections} />
        </div>
      </section>
      {connections.identities.length > 0 && <GithubPreflight />}
      {connections.identities.length > 0 && <TokenIssuers />}
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
      {connections.aws.length > 0 && <AwsPreflight />}
      <section className="section" aria-labelledby="sandbox">
        <h2 className="section-title" id="sandbox">
          Sandbox
        </h2>
        <Sandbox inside={connections.sandbox} />
      </section>
    </>
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
