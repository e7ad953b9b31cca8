import { Checkbox, CheckboxGroup, FormControl } from '@primer/react'
import { allowanceOf } from '../../../shared/domain/call-forms'
import type { Allowance, Setup } from '../../../shared/domain/setup'

const CHOICES: { part: keyof Allowance; title: string; says: string }[] = [
  { part: 'streaming', title: 'Stream its answers', says: 'Claude Code needs it.' },
  { part: 'countTokens', title: 'Count tokens', says: 'An action of its own, bedrock:CountTokens.' },
  {
    part: 'pinned',
    title: 'Only through the profile',
    says: 'A condition keeps calls from going past it to a model.',
  },
]

/** What the role may do beside a plain call. What a job needs by what it does is allowed anyway. */
export function AllowancePicker({ setup, onChange }: { setup: Setup; onChange(part: Partial<Setup>): void }) {
  const allowance = allowanceOf(setup)
  return (
    <CheckboxGroup>
      <CheckboxGroup.Label>And may</CheckboxGroup.Label>
      {CHOICES.map(({ part, title, says }) => (
        <FormControl key={part}>
          <Checkbox
            value={part}
            checked={allowance[part]}
            onChange={(event) => onChange({ allowance: { ...allowance, [part]: event.target.checked } })}
          />
          <FormControl.Label>{title}</FormControl.Label>
          <FormControl.Caption>{says}</FormControl.Caption>
        </FormControl>
      ))}
    </CheckboxGroup>
  )
}
