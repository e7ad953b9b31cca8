import { AlertIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import { Link, useRouteError } from 'react-router'
import { Empty } from '../ui/empty'

/** An address that leads nowhere, or a page that broke: in both cases the way back. */
export function Lost() {
  const broke = useRouteError() !== undefined
  return (
    <Empty
      icon={AlertIcon}
      title={broke ? 'This page broke' : 'There is no such page'}
      action={
        <LinkButton as={Link} to="/" reloadDocument={broke}>
          Go to the fleet
        </LinkButton>
      }
    >
      {broke
        ? 'It is a fault of Rolecall, not of your repositories; nothing was changed by it.'
        : 'The address may be of an older version, or mistyped.'}
    </Empty>
  )
}
