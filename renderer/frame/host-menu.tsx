import { GearIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { type HostFleet, markOfHost, sayHost } from '../../shared/domain/host-fleet'
import { api } from '../api'
import { useConnectionChanges } from '../features/connections/connections-queries'
import { Age } from '../ui/age'
import { StateMark } from '../ui/state-mark'
import { useNow } from '../ui/time'
import styles from './host-menu.module.css'

/** Milliseconds: the fleet that is looked at changes while the menu is closed. */
const LOOK_EVERY = 15_000

/** Which GitHub is looked at, how the fleets of the others stand, and the way to them. Nothing where there is one. */
export function HostMenu() {
  const hosts = useQuery(api.connections.hosts.queryOptions({ refetchInterval: LOOK_EVERY })).data ?? []
  const { useGithub: act } = useConnectionChanges()
  const navigate = useNavigate()
  const now = useNow()
  const here = hosts.find((each) => each.here)
  if (hosts.length < 2 || !here) return null
  const worst = worstOf(
    hosts.filter((each) => !each.here),
    now,
  )
  const elsewhere = worst ? `. Elsewhere: ${worst.host}, ${sayHost(worst, now)}` : ''
  return (
    <ActionMenu>
      <ActionMenu.Button
        size="small"
        variant="invisible"
        loading={act.isPending}
        aria-label={`Switch GitHub: looking at ${here.host}${elsewhere}`}
      >
        <span className={styles.button}>
          <span className={styles.host}>{here.host}</span>
          {worst && <StateMark state={markOfHost(worst, now)} size={12} />}
        </span>
      </ActionMenu.Button>
      <ActionMenu.Overlay width="large" align="end">
        <ActionList>
          <ActionList.Group selectionVariant="single">
            <ActionList.GroupHeading>Look at</ActionList.GroupHeading>
            {hosts.map((each) => (
              <HostItem
                key={each.host}
                fleet={each}
                now={now}
                onSelect={() => {
                  if (!each.here) act.mutate({ id: each.identity }, { onSuccess: () => navigate('/') })
                }}
              />
            ))}
          </ActionList.Group>
          <ActionList.Divider />
          <ActionList.Item onSelect={() => navigate('/connections')}>
            <ActionList.LeadingVisual>
              <GearIcon />
            </ActionList.LeadingVisual>
            Identities and hosts
          </ActionList.Item>
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}

function HostItem({ fleet, now, onSelect }: { fleet: HostFleet; now: number; onSelect(): void }) {
  const { host, login, here, readAt } = fleet
  return (
    <ActionList.Item selected={here} onSelect={onSelect}>
      {host}
      <ActionList.Description variant="block">
        <span className={styles.facts}>
          {login && <span>As {login}</span>}
          <span className="inline-mark">
            <StateMark state={markOfHost(fleet, now)} size={12} />
            {sayHost(fleet, now)}
          </span>
          {readAt && (
            <span>
              read <Age at={readAt} />
            </span>
          )}
        </span>
      </ActionList.Description>
    </ActionList.Item>
  )
}

/** The one to look at first of those that are not well; null where all are. */
function worstOf(fleets: readonly HostFleet[], now: number): HostFleet | null {
  const of = (mark: ReturnType<typeof markOfHost>) => fleets.find((each) => markOfHost(each, now) === mark)
  return of('broken') ?? of('attention') ?? of('unknown') ?? null
}
