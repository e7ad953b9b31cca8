import { useParams } from 'react-router'
import { RepositoryName } from '../../shared/domain/ids'

/** Thrown where an address names what cannot be; the page then shows the way back. */
export class NoSuchPage extends Error {
  override readonly name = 'NoSuchPage'
}

/** The repository that the address names; throws `NoSuchPage` for an impossible name. */
export function useRepositoryParam(): RepositoryName {
  const { owner, name } = useParams()
  const repository = RepositoryName.safeParse(`${owner}/${name}`)
  if (!repository.success) throw new NoSuchPage(`${owner}/${name} cannot be a repository.`)
  return repository.data
}
