import { GitBranchIcon } from '@primer/octicons-react'
import { FormControl, TextInput } from '@primer/react'
import { useId, useState } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import { useTyped } from '../../ui/use-typed'
import { useRefs } from './start-queries'

interface Props {
  repository: RepositoryName
  value: string
  onChange(ref: string): void
}

/** A branch or tag: typed, or chosen from those that GitHub finds for what was typed. */
export function RefPicker({ repository, value, onChange }: Props) {
  const list = useId()
  const [searched, setSearched] = useState('')
  const [, search] = useTyped(searched, setSearched)
  const refs = useRefs(repository, searched)
  const found = refs.data?.refs ?? []
  return (
    <FormControl>
      <FormControl.Label>Branch or tag</FormControl.Label>
      <TextInput
        block
        leadingVisual={GitBranchIcon}
        value={value}
        list={list}
        loading={refs.isFetching}
        placeholder="The default branch"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          onChange(event.target.value)
          search(event.target.value)
        }}
      />
      <datalist id={list}>
        {found.map(({ kind, name }) => (
          <option key={`${kind} ${name}`} value={name} label={kind === 'tag' ? `${name} (tag)` : name} />
        ))}
      </datalist>
      <FormControl.Caption>
        {refs.data?.more ? 'There are more: type a part of the name.' : 'Empty is the default branch.'}
      </FormControl.Caption>
    </FormControl>
  )
}
