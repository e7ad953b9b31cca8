import { Button, FormControl, TextInput } from '@primer/react'
import { useState } from 'react'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useConnectionChanges } from './connections-queries'
import type { ChosenHost } from './host-chooser'

interface Props {
  keepsSecrets: boolean
  host: ChosenHost
  /** The identity whose token is replaced; null for a new one. */
  replaces?: string | null
  onConnected?: () => void
}

/** A field for a GitHub token. The token goes to Rolecall's own process and never comes back to this page. */
export function GithubToken({ keepsSecrets, host, replaces = null, onConnected }: Props) {
  const { connectGithub } = useConnectionChanges()
  const [token, setToken] = useState('')
  return (
    <form
      className="stack token-form"
      onSubmit={(event) => {
        event.preventDefault()
        const onSuccess = () => {
          setToken('')
          onConnected?.()
        }
        connectGithub.mutate({ token, replaces, ...host }, { onSuccess })
      }}
    >
      <FormControl>
        <FormControl.Label>Personal access token</FormControl.Label>
        <TextInput
          block
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <FormControl.Caption>
          {keepsSecrets
            ? 'Kept encrypted by your operating system.'
            : 'Kept in memory only, until Rolecall ends.'}{' '}
          Classic: the scopes repo, workflow and read:org; admin:org to share variables of organizations.
          Fine-grained: Actions, Variables, Secrets, Environments, Contents, Workflows, Pull requests and
          Deployments.
        </FormControl.Caption>
      </FormControl>
      {connectGithub.error && <Problem connecting failure={failureOf(connectGithub.error)} />}
      <Button type="submit" block disabled={token.trim() === ''} loading={connectGithub.isPending}>
        {replaces === null ? 'Connect GitHub' : 'Replace the token'}
      </Button>
    </form>
  )
}
