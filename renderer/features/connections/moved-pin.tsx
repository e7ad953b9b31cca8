import { Banner, Button } from '@primer/react'
import type { AwsConnection } from '../../../shared/contract/connections'
import { useConnectionChanges } from './connections-queries'

/** A profile that leads to another account than it is pinned to: nothing is done with it until that is decided. */
export function MovedPin({ connection, to }: { connection: AwsConnection; to: string }) {
  const { profile, account } = connection
  const { connectAws } = useConnectionChanges()
  return (
    <Banner
      variant="critical"
      layout="compact"
      title={`Profile ${profile} leads to another account`}
      description={
        <>
          It is pinned to <span className="mono">{account}</span>, but now resolves to{' '}
          <span className="mono">{to}</span>. Rolecall changes nothing with it until you pin it anew.
        </>
      }
      primaryAction={
        <Button
          variant="danger"
          loading={connectAws.isPending}
          onClick={() => connectAws.mutate({ profile, region: null, repin: true })}
        >
          Pin to {to}
        </Button>
      }
    />
  )
}
