import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { FleetPage } from '../fleet/fleet-page'
import { useConnections } from './connections-queries'
import { FirstStart } from './first-start'
import { identityOf } from './identity'

/** The fleet, or the first start while there is nobody to be. */
export function Home() {
  const connections = useConnections()
  if (connections.error) {
    return (
      <div className="page">
        <Problem failure={failureOf(connections.error)} onRetry={() => void connections.refetch()} />
      </div>
    )
  }
  if (connections.data && identityOf(connections.data) === null) {
    return <FirstStart connections={connections.data} />
  }
  return <FleetPage />
}
