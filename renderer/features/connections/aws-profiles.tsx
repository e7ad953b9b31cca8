import { FormControl, TextInput } from '@primer/react'
import { useState } from 'react'
import type { Connections } from '../../../shared/contract/connections'
import { AwsProfileRow } from './aws-profile'
import styles from './aws-profiles.module.css'
import { FileComplaints } from './file-complaints'

/** More rows than this are found by typing, not by scrolling. */
const MOST_ROWS = 40

/** The AWS profiles of this machine, connected ones first, each with what it resolved to or a button to connect it. */
export function AwsProfiles({ connections }: { connections: Connections }) {
  const { profiles, aws, complaints, unreadable } = connections
  const [filter, setFilter] = useState('')
  const connected = aws.map(({ profile }) => profile)
  const names = [...new Set([...connected, ...profiles.map(({ name }) => name)])]
  const found = names.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()))
  const shown = found.slice(0, MOST_ROWS)
  return (
    <div className="stack">
      {names.length === 0 && <NoProfile unreadable={unreadable} />}
      {names.length > MOST_ROWS && (
        <FormControl>
          <FormControl.Label visuallyHidden>Filter profiles</FormControl.Label>
          <TextInput
            block
            value={filter}
            placeholder={`Filter ${names.length} profiles`}
            onChange={(event) => setFilter(event.target.value)}
          />
        </FormControl>
      )}
      {shown.length > 0 && (
        <ul className={styles.profiles} aria-label="AWS profiles">
          {shown.map((name) => (
            <AwsProfileRow
              key={name}
              name={name}
              profile={profiles.find((profile) => profile.name === name)}
              connection={aws.find((connection) => connection.profile === name)}
            />
          ))}
        </ul>
      )}
      {found.length > shown.length && (
        <p className="muted">And {found.length - shown.length} more: type to find them.</p>
      )}
      {names.length > 0 && found.length === 0 && <p className="muted">No profile has that in its name.</p>}
      <FileComplaints complaints={complaints} />
    </div>
  )
}

function NoProfile({ unreadable }: { unreadable: boolean }) {
  if (unreadable) return <p className="muted">The AWS files of this machine cannot be read.</p>
  return (
    <p className="muted">
      No AWS profile was found. Make one with <code>aws configure sso</code> or <code>aws login</code>: it
      shows here by itself.
    </p>
  )
}
