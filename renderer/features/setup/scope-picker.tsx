import { Button, Checkbox, CheckboxGroup, FormControl, TextInput } from '@primer/react'
import { useState } from 'react'
import type { SubjectScope } from '../../../shared/domain/setup'
import { scopeWords } from '../../ui/words'

interface Props {
  offered: readonly SubjectScope[]
  scope: readonly SubjectScope[]
  onChange(scope: SubjectScope[]): void
}

/** Chooses which jobs may assume the role. At least one stays chosen. */
export function ScopePicker({ offered, scope, onChange }: Props) {
  const [own, setOwn] = useState('')
  const all = [...offered, ...scope.filter((each) => !has(offered, each))]
  const toggle = (each: SubjectScope) => {
    const next = has(scope, each) ? scope.filter((one) => !same(one, each)) : [...scope, each]
    if (next.length > 0) onChange([...next])
  }
  const add = () => {
    const branch: SubjectScope = { kind: 'branch', name: own.trim() }
    if (!has(scope, branch)) onChange([...scope, branch])
    setOwn('')
  }
  return (
    <CheckboxGroup>
      <CheckboxGroup.Label>Who may assume the role</CheckboxGroup.Label>
      {all.map((each) => (
        <FormControl key={scopeWords(each)}>
          <Checkbox checked={has(scope, each)} onChange={() => toggle(each)} />
          <FormControl.Label>{scopeWords(each)}</FormControl.Label>
          {each.kind === 'any' && (
            <FormControl.Caption>Wide: a pull request of any branch gets the role too.</FormControl.Caption>
          )}
        </FormControl>
      ))}
      <div className="line">
        <TextInput
          size="small"
          aria-label="Another branch"
          placeholder="Another branch"
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
        <Button size="small" disabled={own.trim() === ''} onClick={add}>
          Add
        </Button>
      </div>
    </CheckboxGroup>
  )
}

function same(one: SubjectScope, other: SubjectScope): boolean {
  return scopeWords(one) === scopeWords(other)
}

function has(scopes: readonly SubjectScope[], each: SubjectScope): boolean {
  return scopes.some((scope) => same(scope, each))
}
