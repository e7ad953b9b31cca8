import { AlertIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import { Link, useRouteError } from 'react-router'
import { Empty } from '../ui/empty'
import { NoSuchPage } from '../ui/repository-param'
import { useTitle } from '../ui/use-title'

/** An address that leads nowhere, and the way back. */
export function Lost() {
  useTitle('No such page')
  return (
    <Empty
      page
      icon={AlertIcon}
      title="There is no such page"
      action={
        <LinkButton as={Link} to="/">
          Go to the fleet
        </LinkButton>
      }
    >
      The address may be of an older version, or mistyped.
    </Empty>
  )
}

/** What stands where a page broke: its address names nothing, or the fault is ours. */
export function Broken() {
  const error = useRouteError()
  return error instanceof NoSuchPage ? <Lost /> : <Fault />
}

function Fault() {
  useTitle('This page broke')
  return (
    <Empty
      page
      icon={AlertIcon}
      title="This page broke"
      action={
        <LinkButton as={Link} to="/" reloadDocument>
          Go to the fleet
        </LinkButton>
      }
    >
      It is a fault of Rolecall, not of your repositories; nothing was changed by it.
    </Empty>
  )
}
