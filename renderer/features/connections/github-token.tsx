import { Button, FormControl, TextInput } from '@primer/react'
import { useState } from 'react'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useConnectionChanges } from './connections-queries'

/** A field for a GitHub token. The token goes to Rolecall's own process and never comes back to this page. */
export function GithubToken({ keepsSecrets }: { keepsSecrets: boolean }) {
  const { connectGithub } = useConnectionChanges()
  const [token, setToken] = useState('')
  return (
    <form
      className="stack token-form"
      onSubmit={(event) => {
        event.preventDefault()
        connectGithub.mutate({ token }, { onSuccess: () => setToken('') })
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
          Reading needs Actions, Variables, Secrets, Environments and Contents; repairs need write.
        </FormControl.Caption>
      </FormControl>
      {connectGithub.error && <Problem connecting failure={failureOf(connectGithub.error)} />}
      <Button type="submit" block disabled={token.trim() === ''} loading={connectGithub.isPending}>
        Connect GitHub
      </Button>
    </form>
  )
}
