import { ActionList, ActionMenu } from '@primer/react'
import { GROUPINGS, type Grouping } from './fleet-filter'

const TITLES: Record<Grouping, string> = {
  none: 'No grouping',
  organization: 'Organization',
  account: 'AWS account',
  state: 'State',
}

/** Chooses what the fleet is grouped by. */
export function GroupMenu({ grouping, onChange }: { grouping: Grouping; onChange(next: Grouping): void }) {
  return (
    <ActionMenu>
      <ActionMenu.Button variant="invisible" size="small">
        {grouping === 'none' ? 'Group' : `Group: ${TITLES[grouping]}`}
      </ActionMenu.Button>
      <ActionMenu.Overlay>
        <ActionList selectionVariant="single">
          {GROUPINGS.map((each) => (
            <ActionList.Item key={each} selected={each === grouping} onSelect={() => onChange(each)}>
              {TITLES[each]}
            </ActionList.Item>
          ))}
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}
