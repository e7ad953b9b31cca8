import { FormControl, Textarea, TextInput } from '@primer/react'
import { useState } from 'react'
import { PolicyArn, RolePath } from '../../../shared/domain/ids'
import { RoleTags, type Setup } from '../../../shared/domain/setup'
import styles from './role-details.module.css'

interface Props {
  setup: Setup
  onChange(part: Partial<Setup>): void
}

/** Path, boundary and tags of the role: folded, since most roles have none. */
export function RoleDetails({ setup, onChange }: Props) {
  return (
    <details className={styles.details}>
      <summary>Path, boundary and tags</summary>
      <div className={styles.fields}>
        <Checked
          title="Path"
          hint="/"
          value={setup.rolePath ?? ''}
          caption="Where the role is created; one that stands is not moved."
          read={(text) => (text === '' ? { rolePath: undefined } : { rolePath: RolePath.parse(text) })}
          problem={(text) => (text === '' ? undefined : RolePath.safeParse(text).error?.issues[0]?.message)}
          onChange={onChange}
        />
        <Checked
          title="Permissions boundary"
          hint="arn:aws:iam::111122223333:policy/boundary"
          value={setup.boundary ?? ''}
          caption="ARN of a managed policy; empty leaves it as it is."
          read={(text) => (text === '' ? { boundary: undefined } : { boundary: PolicyArn.parse(text) })}
          problem={(text) => (text === '' ? undefined : PolicyArn.safeParse(text).error?.issues[0]?.message)}
          onChange={onChange}
        />
        <Checked
          title="Tags"
          hint="team=ai"
          lines
          value={Object.entries(setup.tags ?? {})
            .map(([key, value]) => `${key}=${value}`)
            .join('\n')}
          caption="One key=value a line. Other tags of the role are left alone."
          read={(text) => ({ tags: tagsIn(text) ?? undefined })}
          problem={(text) => (tagsIn(text) ? undefined : 'Write one key=value a line, as IAM takes tags.')}
          onChange={onChange}
        />
      </div>
    </details>
  )
}

/** Parts of a setup that can be left out. */
type Part = { [Name in 'rolePath' | 'boundary' | 'tags']?: Setup[Name] | undefined }

interface CheckedProps {
  title: string
  hint: string
  value: string
  caption: string
  lines?: boolean
  read(text: string): Part
  problem(text: string): string | undefined
  onChange(part: Partial<Setup>): void
}

/** A text that becomes part of the setup once it is well formed. */
function Checked({ title, hint, value, caption, lines = false, read, problem, onChange }: CheckedProps) {
  const [text, setText] = useState(value)
  const wrong = problem(text)
  const change = (next: string) => {
    setText(next)
    if (problem(next) === undefined) onChange(read(next) as Partial<Setup>)
  }
  return (
    <FormControl>
      <FormControl.Label>{title}</FormControl.Label>
      {lines ? (
        <Textarea
          block
          rows={2}
          resize="vertical"
          placeholder={hint}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <TextInput
          block
          monospace
          placeholder={hint}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      )}
      {wrong ? (
        <FormControl.Validation variant="error">{wrong}</FormControl.Validation>
      ) : (
        <FormControl.Caption>{caption}</FormControl.Caption>
      )}
    </FormControl>
  )
}

/** Null where a line is no tag. */
function tagsIn(text: string): RoleTags | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.some((line) => line.indexOf('=') < 1)) return null
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf('=')).trim(),
    line.slice(line.indexOf('=') + 1),
  ])
  return RoleTags.safeParse(Object.fromEntries(pairs)).data ?? null
}
