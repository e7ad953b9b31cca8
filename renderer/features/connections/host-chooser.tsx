import { FormControl, TextInput } from '@primer/react'

/** The GitHub that is meant, as the contract takes it. */
export interface ChosenHost {
  host: string
  caFile: string | null
}

interface Props {
  chosen: ChosenHost
  onChange(chosen: ChosenHost): void
}

/** Which GitHub: github.com, a tenant of ghe.com, or a server by its address with certificates of its own. */
export function HostChooser({ chosen, onChange }: Props) {
  const { host, caFile } = chosen
  return (
    <>
      <FormControl>
        <FormControl.Label>GitHub host</FormControl.Label>
        <TextInput
          block
          spellCheck={false}
          autoComplete="off"
          value={host}
          onChange={(event) => onChange({ ...chosen, host: event.target.value })}
        />
        <FormControl.Caption>
          github.com, octo.ghe.com, or the address of an Enterprise Server
        </FormControl.Caption>
      </FormControl>
      {isServer(host) && (
        <FormControl>
          <FormControl.Label>Certificate file, if it has its own authority</FormControl.Label>
          <TextInput
            block
            spellCheck={false}
            autoComplete="off"
            placeholder="/etc/ssl/company-ca.pem"
            value={caFile ?? ''}
            onChange={(event) => onChange({ ...chosen, caFile: event.target.value || null })}
          />
          <FormControl.Caption>A PEM file on this machine; trusted for this host only</FormControl.Caption>
        </FormControl>
      )}
    </>
  )
}

function isServer(host: string): boolean {
  return host.trim() !== '' && !/^(https:\/\/)?([\w-]+\.)?(github\.com|ghe\.com)\/?$/.test(host.trim())
}
