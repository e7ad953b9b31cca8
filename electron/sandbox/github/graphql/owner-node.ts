import type { Scene } from '../request/context'
import { nodeId } from '../respond/node-id'
import { identify } from '../respond/user'

/** An `Organization` or `User`. */
export function ownerNode({ github, links }: Scene, name: string) {
  const { id, login, organization } = identify(github, name)
  return {
    __typename: organization ? 'Organization' : 'User',
    id: nodeId(organization ? 'O' : 'U', id),
    databaseId: id,
    login,
    url: `${links.web}/${login}`,
    resourcePath: `/${login}`,
  }
}
