import { Button, FormControl, SegmentedControl, TextInput } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connections } from '../../../shared/contract/connections'
import type { GithubWays } from '../../../shared/contract/github-connections'
import { api, client, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useConnectionChanges } from './connections-queries'
import { GithubToken } from './github-token'
import { type ChosenHost, HostChooser } from './host-chooser'
import { SignInDialog } from './sign-in-dialog'

const WAYS = ['Token', 'Device code', 'This machine'] as const

interface Props {
  connections: Connections
  onConnected?: () => void
}

/** The ways in which a GitHub identity comes to be: a token, the device flow, or what this machine has. */
export function AddGithub({ connections, onConnected }: Props) {
  const ways = useQuery(api.connections.githubWays.queryOptions()).data
  const [way, setWay] = useState<(typeof WAYS)[number]>('Token')
  const [written, setWritten] = useState<ChosenHost | null>(null)
  const host = written ?? { host: ways?.host ?? 'github.com', caFile: null }
  const done = onConnected ? { onConnected } : {}
  return (
    <div className="stack token-form">
      <SegmentedControl
        aria-label="How to connect GitHub"
        size="small"
        fullWidth
        onChange={(index) => setWay(WAYS[index] ?? 'Token')}
      >
        {WAYS.map((each) => (
          <SegmentedControl.Button key={each} selected={each === way}>
            {each}
          </SegmentedControl.Button>
        ))}
      </SegmentedControl>
      {way !== 'This machine' && <HostChooser chosen={host} onChange={setWritten} />}
      {way === 'Token' && <GithubToken keepsSecrets={connections.keepsSecrets} host={host} {...done} />}
      {way === 'Device code' && (
        <DeviceCode
          keepsSecrets={connections.keepsSecrets}
          host={host}
          known={ways?.clientId ?? ''}
          onClose={() => onConnected?.()}
        />
      )}
      {way === 'This machine' && <FromMachine found={ways?.found ?? []} {...done} />}
    </div>
  )
}

interface DeviceProps {
  keepsSecrets: boolean
  host: ChosenHost
  known: string
  onClose(): void
}

function DeviceCode({ keepsSecrets, host, known, onClose }: DeviceProps) {
  const [written, setWritten] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const clientId = (written ?? known).trim()
  const close = (): void => {
    setAsked(false)
    onClose()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
      }}
    >
      <FormControl>
        <FormControl.Label>Client ID</FormControl.Label>
        <TextInput
          block
          spellCheck={false}
          autoComplete="off"
          value={written ?? known}
          onChange={(event) => setWritten(event.target.value)}
        />
        <FormControl.Caption>
          Of an OAuth app or GitHub App of yours with “Enable Device Flow”. It is no secret.
        </FormControl.Caption>
      </FormControl>
      <Button type="submit" block disabled={clientId === '' || host.host.trim() === ''}>
        Get a code
      </Button>
      {asked && (
        <SignInDialog
          title="Sign in with GitHub"
          subtitle={`On ${host.host}`}
          says="Open the page, and enter this code there:"
          kept={
            keepsSecrets
              ? 'The token is kept encrypted by your operating system.'
              : 'The token is kept in memory only, until Rolecall ends.'
          }
          order={{
            key: `github ${host.host} ${clientId}`,
            begin: (signal) => client.connections.signInGithub({ ...host, clientId }, { signal }),
          }}
          onClose={close}
        />
      )}
    </form>
  )
}

function FromMachine({ found, onConnected }: { found: GithubWays['found']; onConnected?: () => void }) {
  const { adoptGithub } = useConnectionChanges()
  if (found.length === 0) {
    return (
      <p className="muted">
        Neither the GitHub CLI nor the environment has a token. Sign in with <code>gh auth login</code>, or
        start Rolecall with <code>GITHUB_TOKEN</code> set.
      </p>
    )
  }
  const done = onConnected ? { onSuccess: onConnected } : {}
  return (
    <div className="stack">
      <p className="muted">These tokens stay where they are: Rolecall reads them anew and keeps no copy.</p>
      {found.map(({ host, login, origin }) => (
        <Button
          key={`${origin} ${host}`}
          block
          loading={adoptGithub.isPending}
          onClick={() => adoptGithub.mutate({ host, origin }, done)}
        >
          {origin === 'gh'
            ? `Use gh’s token for ${login ? `${login} on ${host}` : host}`
            : `Use GITHUB_TOKEN for ${host}`}
        </Button>
      ))}
      {adoptGithub.error && <Problem connecting failure={failureOf(adoptGithub.error)} />}
    </div>
  )
}
