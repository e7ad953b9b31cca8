import { Checkbox, CheckboxGroup, FormControl } from '@primer/react'
import type { Setup, SubjectScope } from '../../../shared/domain/setup'
import { scopeWords } from '../../ui/words'
import { OtherScope } from './other-scope'

interface Props {
  offered: readonly SubjectScope[]
  scope: readonly SubjectScope[]
  byId: boolean
  /** Whether AWS knows the IDs in the tokens of this GitHub. */
  idsTestable: boolean
  onChange(part: Partial<Pick<Setup, 'scope' | 'byId'>>): void
}

/** What a wide scope lets in beside what is meant. */
const WIDE: Partial<Record<SubjectScope['kind'], string>> = {
  any: 'Wide: a pull request of any branch gets the role too.',
  organization: 'High risk: every job of every repository of the owner, those to come included.',
}

/** Chooses which jobs may assume the role. At least one scope stays chosen. */
export function ScopePicker({ offered, scope, byId, idsTestable, onChange }: Props) {
  const all = [...offered, ...scope.filter((each) => !has(offered, each))]
  const toggle = (each: SubjectScope) => {
    const next = has(scope, each) ? scope.filter((one) => !same(one, each)) : [...scope, each]
    if (next.length > 0) onChange({ scope: [...next] })
  }
  return (
    <>
      <CheckboxGroup>
        <CheckboxGroup.Label>Who may assume the role</CheckboxGroup.Label>
        {all.map((each) => (
          <FormControl key={scopeWords(each)}>
            <Checkbox checked={has(scope, each)} onChange={() => toggle(each)} />
            <FormControl.Label>{scopeWords(each)}</FormControl.Label>
            {WIDE[each.kind] && <FormControl.Caption>{WIDE[each.kind]}</FormControl.Caption>}
          </FormControl>
        ))}
      </CheckboxGroup>
      <OtherScope
        onAdd={(added) => {
          if (!has(scope, added)) onChange({ scope: [...scope, added] })
        }}
      />
      {/* One that was chosen elsewhere can be taken back. */}
      <FormControl disabled={!idsTestable && !byId}>
        <Checkbox checked={byId} onChange={() => onChange({ byId: !byId })} />
        <FormControl.Label>Test the IDs too</FormControl.Label>
        <FormControl.Caption>
          {idsTestable
            ? 'A name can be given away and taken by somebody else; the IDs of repository and owner never are.'
            : 'AWS knows the IDs of github.com’s tokens only. For this GitHub, such a test would admit nobody.'}
        </FormControl.Caption>
      </FormControl>
    </>
  )
}

function same(one: SubjectScope, other: SubjectScope): boolean {
  return scopeWords(one) === scopeWords(other)
}

function has(scopes: readonly SubjectScope[], each: SubjectScope): boolean {
  return scopes.some((scope) => same(scope, each))
}
