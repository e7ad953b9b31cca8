import { failure } from '../../../shared/domain/failure'
import { Problem } from '../../ui/problem'
import { useConnectionChanges, useConnections } from './connections-queries'

const NO_AWS = failure(
  'not-connected',
  'No AWS account is connected, so provider, trust, permissions and model access stay unknown.',
  { kind: 'connect-aws', profile: null },
)

/** What keeps the fleet from being read whole: no AWS account, or a profile that cannot be used now. */
export function ConnectionProblems() {
  const connections = useConnections().data
  const { connectAws } = useConnectionChanges()
  if (!connections) return null
  if (connections.aws.length === 0) return <Problem failure={NO_AWS} />
  return connections.aws.map(
    ({ profile, failure }) =>
      failure && (
        <Problem
          key={profile}
          failure={failure}
          onRetry={() => connectAws.mutate({ profile, region: null })}
        />
      ),
  )
}
