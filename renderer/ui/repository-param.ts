import { useParams } from 'react-router'
import { RepositoryName } from '../../shared/domain/ids'

/** The repository that the address names; an impossible name breaks the page, which then shows the way back. */
export function useRepositoryParam(): RepositoryName {
  const { owner, name } = useParams()
  return RepositoryName.parse(`${owner}/${name}`)
}
